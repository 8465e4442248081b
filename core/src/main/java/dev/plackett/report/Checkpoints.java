package dev.plackett.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The last of a series of checkpoints. Each is written whole or not at all, and takes the place of the one before, unless that is to stay.
 *
 * @param folder holds them; made when the first is saved
 * @param most   how many of those that nothing will be taken up from stay, the newest
 * @param which  stay, by their step
 */
public record Checkpoints(Path folder, int most, LongPredicate which) {

    private static final String STEP = "step-";

    /** None stays but the last. */
    public Checkpoints(Path folder) {
        this(folder, 0, step -> false);
    }

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
            deleteBut(Optional.of(target));
        });
    }

    /** Deletes what nothing is taken up from any more and is not to stay; with the last such checkpoint the folder. */
    void tidy() throws IOException {
        deleteBut(Optional.empty());
        if (children().isEmpty()) {
            AtomicFiles.delete(folder);
        }
    }

    private void deleteBut(Optional<Path> last) throws IOException {
        Set<Path> kept = children().stream().filter(p -> whole(p) && which.test(step(p))).sorted(Comparator.comparingLong(Checkpoints::step).reversed())
            .limit(most).collect(Collectors.toSet());
        last.ifPresent(kept::add);
        for (Path other : children()) {
            if (!kept.contains(other)) {
                AtomicFiles.delete(other);
            }
        }
    }

    /** The folder that the last one was written into, if there is one. */
    public Optional<Path> last() {
        return children().stream().filter(Checkpoints::whole).max(Comparator.comparingLong(Checkpoints::step));
    }

    private static boolean whole(Path checkpoint) {
        return !checkpoint.toString().endsWith(AtomicFiles.UNFINISHED);
    }

    private static long step(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring(STEP.length()));
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
