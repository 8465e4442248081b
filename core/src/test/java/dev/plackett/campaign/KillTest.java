package dev.plackett.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** {@code kill -9} while a run samples, judges, scores the reference, trains or writes a checkpoint: the same command ends with the same bits. */
class KillTest {

    private static final List<String> PHASES = List.of("sample", "judge", "reference", "train", "checkpoint");
    private static final long POLL_MILLIS = 2;

    @TempDir
    Path temp;

    @Test
    void killedAnywhereItEndsWithTheSameBits() throws Exception {
        int kills = CampaignResults.size("kills", 1);
        SmallRun small = SmallRun.of(CampaignResults.size("kills.prompts", 8), 8, 4, 2);
        long began = System.nanoTime();
        Child whole = small.start(temp.resolve("whole"), temp.resolve("whole/run"));
        assertThat(whole.exit()).as(whole.output()).isZero();
        double seconds = (System.nanoTime() - began) / 1e9;
        Map<String, String> expected = SmallRun.bits(temp.resolve("whole/run"));
        SplittableRandom random = new SplittableRandom(CampaignResults.size("seed", 1));
        Map<String, Integer> hit = new TreeMap<>();
        int first = CampaignResults.size("kills.phase", 3);
        int missed = 0;
        for (int k = 0; k < kills && missed < 20 + 5 * kills;) {
            String phase = PHASES.get((first + k) % PHASES.size());
            Path folder = temp.resolve("kill-" + k);
            if (killed(small, folder, phase, random)) {
                hit.merge(phase, 1, Integer::sum);
                k++;
                Child again = small.start(folder, folder.resolve("run"));
                assertThat(again.exit()).as(again.output()).isZero();
                assertThat(SmallRun.bits(folder.resolve("run"))).as("killed while it was busy with %s", phase).isEqualTo(expected);
                assertThat(again.crashes()).isEmpty();
            } else {
                missed++;
            }
            deleteAll(folder);
        }
        assertThat(hit.values().stream().mapToInt(n -> n).sum()).as("kills that hit; %d came too late", missed).isEqualTo(kills);
        ObjectNode figures = CampaignResults.figures("kill -9 while the run was busy with this; each resumed run ended with the weights, metrics and summary of an"
            + " undisturbed one").put("kills", kills).put("resumed_to_the_same_bits", kills).put("seconds_of_an_undisturbed_run", Math.round(seconds * 10) / 10.0);
        hit.forEach(figures.putObject("by_phase")::put);
        CampaignResults.write("kills", figures);
    }

    /** Starts a run and kills it at a random moment of a random occurrence of a phase; false when it had gone on in the meantime. */
    private boolean killed(SmallRun small, Path folder, String phase, SplittableRandom random) throws Exception {
        Child child = small.start(folder, folder.resolve("run"));
        int occurrence = 1 + random.nextInt(2);
        long delay = phase.equals("checkpoint") ? 0 : random.nextInt(150);
        while (child.process().isAlive() && !reached(child, folder.resolve("run"), phase, occurrence)) {
            Thread.sleep(POLL_MILLIS);
        }
        Thread.sleep(delay);
        boolean inTime = child.process().isAlive() && (phase.equals("checkpoint") || busy(child, phase, occurrence));
        child.kill();
        return inTime && !SmallRun.ended(folder.resolve("run"));
    }

    private static boolean reached(Child child, Path run, String phase, int occurrence) throws IOException {
        if (!phase.equals("checkpoint")) {
            return count(child.output(), ": " + phase + " (") >= occurrence;
        }
        if (!Files.isDirectory(run.resolve("stages"))) {
            return false;
        }
        try (var files = Files.walk(run.resolve("stages"))) {
            return files.anyMatch(f -> f.toString().contains("checkpoints") && f.toString().endsWith(".partial"));
        } catch (java.io.UncheckedIOException e) {
            return false;
        }
    }

    private static boolean busy(Child child, String phase, int occurrence) throws IOException {
        return count(child.output(), ": " + phase + ": done") < occurrence;
    }

    private static int count(String text, String part) {
        int n = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
            n++;
        }
        return n;
    }

    static void deleteAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
