package dev.plackett.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What something was made from: a SHA-256 per named input. Two are equal when every input has the same name and content.
 *
 * @param inputs hexadecimal digests by name
 */
public record ContentHash(Map<String, String> inputs) {

    public ContentHash {
        inputs = java.util.Collections.unmodifiableMap(new TreeMap<>(inputs));
    }

    /** No input. */
    public static ContentHash none() {
        return new ContentHash(Map.of());
    }

    /** These inputs and a text: a setting, a seed, another digest. */
    public ContentHash text(String name, Object value) {
        MessageDigest digest = sha256();
        digest.update(String.valueOf(value).getBytes(StandardCharsets.UTF_8));
        return with(name, HexFormat.of().formatHex(digest.digest()));
    }

    /** These inputs and a file, or a folder with all its files and their names. */
    public ContentHash path(String name, Path path, InputDigests digests) {
        return with(name, digests.of(path));
    }

    static String digest(Path path) {
        MessageDigest digest = sha256();
        try {
            for (Path file : files(path)) {
                digest.update((path.relativize(file).toString().replace('\\', '/') + "\0" + Files.size(file) + "\0").getBytes(StandardCharsets.UTF_8));
                try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                    in.transferTo(java.io.OutputStream.nullOutputStream());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be read", e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** One digest of all inputs. */
    public String digest() {
        MessageDigest digest = sha256();
        inputs.forEach((name, hash) -> digest.update((name + "=" + hash + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private ContentHash with(String name, String digest) {
        Map<String, String> all = new TreeMap<>(inputs);
        all.put(name, digest);
        return new ContentHash(all);
    }

    private static List<Path> files(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
