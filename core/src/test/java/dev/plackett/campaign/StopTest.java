package dev.plackett.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** SIGTERM at any instant: the process ends with 143 and no crash file, and the run goes on to the same bits. */
class StopTest {

    @TempDir
    Path temp;

    @Test
    void aSelfPlayRunStoppedAtAnyInstantGoesOn() throws Exception {
        stoppedAtAnyInstantItGoesOn(SmallRun.of(8, 8, 4, 1), "stops", CampaignResults.size("stops", 2));
    }

    @Test
    void anAdapterInTrainingStoppedAtAnyInstantGoesOn() throws Exception {
        Path pairs = Files.write(temp.resolve("pairs.jsonl"), IntStream.range(0, 32).mapToObj(i -> "{\"prompt\": \"define: cat " + i + "\", \"chosen\": \" a small"
            + " animal\", \"rejected\": \" number " + i + "\"}").toList());
        stoppedAtAnyInstantItGoesOn(SmallRun.adapter(pairs), "stops-adapter", CampaignResults.size("stops.adapter", 2));
    }

    private void stoppedAtAnyInstantItGoesOn(SmallRun small, String name, int stops) throws Exception {
        long began = System.nanoTime();
        Child whole = small.start(temp.resolve("whole"), temp.resolve("whole/run"));
        assertThat(whole.exit()).as(whole.output()).isZero();
        long length = (System.nanoTime() - began) / 1_000_000;
        Map<String, String> expected = SmallRun.bits(temp.resolve("whole/run"));
        SplittableRandom random = new SplittableRandom(CampaignResults.size("seed", 1));
        Map<String, Integer> statuses = new TreeMap<>();
        int runs = 0;
        long slowest = 0;
        for (int done = 0; done < stops || runs == 0;) {
            Path folder = temp.resolve("run-" + runs);
            while (!SmallRun.ended(folder.resolve("run"))) {
                Child child = small.start(folder, folder.resolve("run"));
                // Instants are uniform over the length of a whole run; once enough have been, it may end.
                boolean ended = child.process().waitFor(done < stops ? 1 + random.nextLong(length) : length * 20, TimeUnit.MILLISECONDS);
                long asked = System.nanoTime();
                child.terminate();
                int status = child.exit();
                slowest = Math.max(slowest, ended ? 0 : (System.nanoTime() - asked) / 1_000_000);
                assertThat(status).as(child.output()).isIn(0, 143);
                assertThat(status == 0).as("status 0 says that the run ended").isEqualTo(SmallRun.ended(folder.resolve("run")));
                assertThat(child.crashes()).isEmpty();
                statuses.merge(ended ? "ended before" : Integer.toString(status), 1, Integer::sum);
                done += ended ? 0 : 1;
            }
            assertThat(SmallRun.bits(folder.resolve("run"))).isEqualTo(expected);
            KillTest.deleteAll(folder);
            runs++;
        }
        ObjectNode figures = CampaignResults.figures("SIGTERM at instants uniform over the length of a run, again and again on the same folder until it ended; every"
            + " run ended with the bits of an undisturbed one, and no crash file was left").put("stops", stops).put("runs", runs)
            .put("milliseconds_of_an_undisturbed_run", length).put("slowest_milliseconds_from_signal_to_end", slowest);
        statuses.forEach(figures.putObject("exit_status")::put);
        CampaignResults.write(name, figures);
    }

    @Test
    void aSecondSignalEndsAtOnce() throws Exception {
        SmallRun large = SmallRun.of(400, 400, 100, 3);
        Child child = large.start(temp.resolve("second"), temp.resolve("second/run"));
        while (child.process().isAlive() && !child.output().contains("base answers")) {
            Thread.sleep(20);
        }
        child.terminate();
        Thread.sleep(100);
        long asked = System.nanoTime();
        child.terminate();
        assertThat(child.exit()).isEqualTo(143);
        assertThat((System.nanoTime() - asked) / 1e9).isLessThan(5);
        assertThat(child.crashes()).isEmpty();
    }
}
