package dev.plackett.data.wordnet;

import dev.plackett.io.FormatException;
import dev.plackett.io.Unreadable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Makes the embedded slice from WordNet's own files ({@code data.noun} and the like, as in Debian's wordnet-base). The same files give the same bytes. */
public final class WordNetExtract {

    private static final List<String> PARTS = List.of("noun", "verb", "adj", "adv");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern MARKER = Pattern.compile("\\((?:a|p|ip)\\)$");
    /** Shorter quotations are no usage examples. */
    private static final int LEAST_EXAMPLE = 10;

    private WordNetExtract() {}

    /**
     * Extracts.
     *
     * @param dictionary the folder with WordNet's data files
     * @param target     the gzip file to write
     * @return number of synsets without a definition, which are left out
     */
    public static int extract(Path dictionary, Path target) {
        StringBuilder out = new StringBuilder();
        int without = 0;
        for (String part : PARTS) {
            Path file = dictionary.resolve("data." + part);
            try {
                for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                    if (!line.startsWith("  ")) {
                        without += line(file, line, out) ? 0 : 1;
                    }
                }
            } catch (IOException e) {
                throw Unreadable.of(file, e);
            }
        }
        try (OutputStream raw = Files.newOutputStream(target); GZIPOutputStream gzip = new GZIPOutputStream(raw) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(out.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be written", e);
        }
        return without;
    }

    private static boolean line(Path file, String line, StringBuilder out) {
        int bar = line.indexOf(" | ");
        if (bar < 0) {
            throw new FormatException(file, line.substring(0, Math.min(20, line.length())), "expected a gloss after ' | '");
        }
        String[] f = line.substring(0, bar).split(" ");
        String text = line.substring(bar + 3).strip();
        String gloss = text.split(";\\s*\"", 2)[0].strip().replaceAll(";+$", "").strip();
        if (gloss.isEmpty() || gloss.startsWith("\"")) {
            return false;
        }
        int words = Integer.parseInt(f[3], 16);
        List<String> lemmas = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            lemmas.add(MARKER.matcher(f[4 + 2 * i]).replaceFirst("").replace('_', ' '));
        }
        int at = 4 + 2 * words;
        int pointers = Integer.parseInt(f[at]);
        List<String> hypernyms = new ArrayList<>();
        for (int i = 0; i < pointers; i++) {
            if (f[at + 1 + 4 * i].startsWith("@")) {
                hypernyms.add(f[at + 3 + 4 * i] + f[at + 2 + 4 * i]);
            }
        }
        List<String> examples = new ArrayList<>();
        Matcher matcher = QUOTED.matcher(text.substring(Math.min(text.length(), gloss.length())));
        while (matcher.find()) {
            if (matcher.group(1).length() >= LEAST_EXAMPLE) {
                examples.add(matcher.group(1).replace('|', '/').strip());
            }
        }
        String letter = f[2].equals("s") ? "a" : f[2];
        out.append(letter).append(f[0]).append('\t').append(Integer.parseInt(f[1])).append('\t').append(String.join("|", lemmas)).append('\t')
            .append(String.join("|", hypernyms)).append('\t').append(gloss).append('\t').append(String.join("|", examples)).append('\n');
        return true;
    }
}
