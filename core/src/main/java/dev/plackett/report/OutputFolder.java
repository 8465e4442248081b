package dev.plackett.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A folder that results go to, named by the user. */
public final class OutputFolder {

    private OutputFolder() {}

    /**
     * Makes a folder and those above it, where they are not there yet.
     *
     * @throws RunFolderException naming the folder, what stands in the way and what to do
     */
    public static void create(Path folder) {
        Path above = folder.toAbsolutePath().normalize();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        if (above != null && !Files.isDirectory(above)) {
            boolean itself = Files.exists(folder);
            throw new RunFolderException(folder + (itself ? " is a file, not a folder" : " cannot be made: " + above + " is a file, not a folder")
                + "; choose another with --out DIR");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            String why = e instanceof NoSuchFileException ? "" : " (" + RunFolderException.reason(e) + ")";
            throw new RunFolderException(folder + " cannot be made: " + above + " takes no new folder" + why
                + "; choose another with --out DIR, or make that one writable");
        }
    }
}
