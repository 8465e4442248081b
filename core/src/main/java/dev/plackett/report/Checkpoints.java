package dev.plackett.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The last of a series of checkpoints. Each is written whole or not at all, and takes the place of the one before.
 *
 * @param folder holds it; made when the first is saved
 */
public record Checkpoints(Path folder) {

    private static final String STEP = "step-";

    /**
     * Keeps all that is needed to go on from here. Nothing happens when there is one of this step already.
     *
     * @param step    updates done, growing
     * @param content writes into the folder it is given
     */
    public void save(long step, Stage.Writer content) {
        Path target = folder.resolve(STEP + step);
        Path partial = folder.resolve(STEP + step + AtomicFiles.UNFINISHED);
        if (Files.exists(target)) {
            return;
        }
        RunFolderException.guard(target, () -> {
            AtomicFiles.delete(partial);
            Files.createDirectories(partial);
            content.write(partial);
            AtomicFiles.commit(partial, target);
            for (Path other : children()) {
                if (!other.equals(target)) {
                    AtomicFiles.delete(other);
                }
            }
        });
    }

    /** The folder that the last one was written into, if there is one. */
    public Optional<Path> last() {
        return children().stream().filter(p -> !p.toString().endsWith(AtomicFiles.UNFINISHED))
            .max(Comparator.comparingLong(p -> Long.parseLong(p.getFileName().toString().substring(STEP.length()))));
    }

    private List<Path> children() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw RunFolderException.cannotWrite(folder, e);
        }
    }
}
