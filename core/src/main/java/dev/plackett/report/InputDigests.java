package dev.plackett.report;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Digests of the files and folders that a run was made from, each read once however often it is asked for: a user's model may have many gigabytes, and
 * every stage of every round names it. What they are is settled when a run first reads them; a change after that shows when the run is asked for again.
 */
public final class InputDigests {

    private final Map<Path, String> known = new ConcurrentHashMap<>();

    /** The SHA-256 of a file, or of a folder with all its files and their names. */
    public String of(Path path) {
        return known.computeIfAbsent(path.toAbsolutePath().normalize(), ContentHash::digest);
    }
}
