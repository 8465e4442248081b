package dev.plackett.report;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writing that survives a crash at any moment: a file or folder is written under a temporary name, forced to the disk and renamed,
 * so that a reader sees the old one, the new one, or none, and never a part.
 */
final class AtomicFiles {

    /** Ends the name of everything that is not finished. */
    static final String UNFINISHED = ".partial";

    private AtomicFiles() {}

    /** Replaces a file by a text. */
    static void write(Path file, String text) {
        write(file, partial -> Files.write(partial, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Replaces a file by what {@code content} writes to the temporary name it is given. */
    static void write(Path file, Content content) {
        Path partial = file.resolveSibling(file.getFileName() + UNFINISHED);
        RunFolderException.guard(file, () -> {
            content.write(partial);
            force(partial);
            rename(partial, file);
        });
    }

    /** Forces a folder's files to the disk and gives the folder its final name. */
    static void commit(Path partial, Path target) throws IOException {
        for (Path path : walk(partial)) {
            force(path);
        }
        rename(partial, target);
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        force(to.toAbsolutePath().getParent());
    }

    /** Forces a file, or a folder's list of names, to the disk. */
    static void force(Path path) throws IOException {
        boolean folder = Files.isDirectory(path);
        if (folder && System.getProperty("os.name").startsWith("Windows")) {
            return; // Windows refuses to open folders; a rename is durable there without it
        }
        try (FileChannel channel = FileChannel.open(path, folder ? StandardOpenOption.READ : StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Deletes a file or a folder with all that is in it; nothing happens when it is not there. */
    static void delete(Path path) throws IOException {
        if (Files.exists(path)) {
            for (Path each : walk(path)) {
                Files.delete(each);
            }
        }
    }

    /** Everything at and below a path, the deepest first; links are not followed. */
    private static List<Path> walk(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        }
    }

    /** Writes one file. */
    @FunctionalInterface
    interface Content {
        /** Writes to the path given. */
        void write(Path partial) throws IOException;
    }
}
