package dev.plackett.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.report.RunFolderException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class RecipeRunTest {

    @TempDir
    Path temp;

    @AfterEach
    void forget() {
        CountingKind.failAt = "";
    }

    @Test
    void aWholeRunLeavesAWholeFolder() throws Exception {
        ObjectNode summary = run("run", List.of());
        assertThat(temp.resolve("run")).isDirectoryContaining("glob:**/config.yaml").isDirectoryContaining("glob:**/provenance.json")
            .isDirectoryContaining("glob:**/metrics.jsonl").isDirectoryContaining("glob:**/timings.jsonl").isDirectoryContaining("glob:**/report.html")
            .isDirectoryContaining("glob:**/summary.json").isDirectoryContaining("glob:**/*tfevents*");
        assertThat(summary.path("claims").get(0).path("holds").booleanValue()).isTrue();
        assertThat(summary.path("seeds").toString()).isEqualTo("[0]");
        assertThat(summary.path("seconds").doubleValue()).isGreaterThanOrEqualTo(0);
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("It counts", "round 3: train", "counting");
        assertThat(Files.readString(temp.resolve("run/provenance.json"))).contains("\"test\"", "the command");
    }

    @Test
    void aRunThatFailsAnywhereGoesOnToTheSameBytes() throws Exception {
        run("whole", List.of());
        for (String place : CountingKind.places(3, 4)) {
            String name = "broken-" + place.replace(':', '-');
            CountingKind.failAt = place;
            assertThatThrownBy(() -> run(name, List.of())).hasMessageContaining("failed at " + place);
            assertThat(temp.resolve(name + "/summary.json")).doesNotExist();
            run(name, List.of());
            assertThat(content(name)).as(place).isEqualTo(content("whole"));
        }
    }

    @Test
    void aRunThatFailsAgainAndAgainGoesOnToTheSameBytes() throws Exception {
        run("whole", List.of());
        for (String place : CountingKind.places(3, 4)) {
            CountingKind.failAt = place;
            assertThatThrownBy(() -> run("again", List.of())).hasMessageContaining("failed at");
        }
        run("again", List.of());
        assertThat(content("again")).isEqualTo(content("whole"));
    }

    /** Other processes see maps in another order and find what a dead one left, its lock included. */
    @Test
    void aProcessThatDiesIsContinuedByOthersToTheSameBytes() throws Exception {
        run("whole", List.of());
        for (String place : List.of("1:shard-2", "2:3", "3:before-train")) {
            assertThat(process("died", place)).isEqualTo(137);
        }
        assertThat(process("died", "")).isZero();
        assertThat(content("died")).isEqualTo(content("whole"));
    }

    private int process(String folder, String place) throws Exception {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-Dcounting.halt=true",
            "-cp", System.getProperty("java.class.path"), CountingProcess.class.getName(), temp.resolve(folder).toString(), place).inheritIO().start().waitFor();
    }

    @Test
    void rowsAfterTheLastCheckpointAreTakenBack() throws Exception {
        run("whole", List.of());
        CountingKind.failAt = "2:4";
        assertThatThrownBy(() -> run("cut", List.of())).hasMessageContaining("failed");
        assertThat(Files.readString(temp.resolve("cut/metrics.jsonl"))).contains("\"round\":2,\"step\":3,").doesNotContain("\"round\":2,\"step\":4,");
        List<Integer> steps = new ArrayList<>();
        run("cut", List.of(), event -> {
            if (event instanceof dev.plackett.event.Event.Progress p && p.stage().equals("round 2: train")) {
                steps.add((int) p.done());
            }
        }, StopSignal.none(), false);
        assertThat(steps).containsExactly(3, 4);
        assertThat(content("cut")).isEqualTo(content("whole"));
    }

    @Test
    void aStopLeavesARunThatGoesOn() throws Exception {
        run("whole", List.of());
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> run("stopped", List.of(), Listener.none(), () -> asked.incrementAndGet() > 9, false)).isInstanceOf(StoppedException.class);
        run("stopped", List.of());
        assertThat(content("stopped")).isEqualTo(content("whole"));
    }

    @Test
    void aFinishedRunIsNotRepeated() throws Exception {
        ObjectNode first = run("run", List.of());
        CountingKind.failAt = "1:1";
        assertThat(run("run", List.of())).hasToString(first.toString());
        assertThat(CountingKind.failAt).isEqualTo("1:1");
    }

    @Test
    void anotherConfigurationIsRefusedWithTheWaysOut() throws Exception {
        run("run", List.of());
        assertThatThrownBy(() -> run("run", List.of("steps=5"))).isInstanceOf(RunFolderException.class)
            .hasMessageContaining("there:  steps: 4").hasMessageContaining("wanted: steps: 5")
            .hasMessageContaining("--resume").hasMessageContaining("--out").hasMessageContaining("--fresh");
    }

    @Test
    void freshKeepsTheOldFolder() throws Exception {
        run("run", List.of());
        String old = Files.readString(temp.resolve("run/metrics.jsonl"));
        run("run", List.of("steps=2"), Listener.none(), StopSignal.none(), true);
        run("run", List.of("steps=3"), Listener.none(), StopSignal.none(), true);
        assertThat(temp.resolve("run.old-1/metrics.jsonl")).hasContent(old.strip());
        assertThat(temp.resolve("run.old-2/config.yaml")).content().contains("steps: 2");
        assertThat(temp.resolve("run/config.yaml")).content().contains("steps: 3");
    }

    @Test
    void aFolderThatIsNoRunIsNotTouched() throws Exception {
        Files.createDirectories(temp.resolve("mine"));
        Files.writeString(temp.resolve("mine/thesis.txt"), "years of work");
        assertThatThrownBy(() -> run("mine", List.of(), Listener.none(), StopSignal.none(), true)).isInstanceOf(RunFolderException.class)
            .hasMessageContaining("no run folder").hasMessageContaining("thesis.txt");
        assertThat(temp.resolve("mine")).isDirectoryNotContaining("glob:**/config.yaml");
    }

    @Test
    void twoRunsCannotShareAFolder() throws Exception {
        List<String> refused = new ArrayList<>();
        run("run", List.of(), event -> {
            if (event instanceof dev.plackett.event.Event.StageStarted && refused.isEmpty()) {
                assertThatThrownBy(() -> run("run", List.of())).isInstanceOf(RunFolderException.class).hasMessageContaining("in use by process "
                    + ProcessHandle.current().pid());
                refused.add("yes");
            }
        }, StopSignal.none(), false);
        assertThat(refused).hasSize(1);
    }

    @Test
    void aStageMadeFromOtherInputsIsRefused() throws Exception {
        CountingKind.failAt = "3:1";
        assertThatThrownBy(() -> run("run", List.of())).hasMessageContaining("failed");
        Path shard = temp.resolve("run/stages/002-round-2-shards/shard-1.txt");
        Files.writeString(shard, "changed");
        assertThatThrownBy(() -> run("run", List.of())).isInstanceOf(RunFolderException.class)
            .hasMessageContaining("round 2: train").hasMessageContaining("another shards").hasMessageContaining("--fresh");
    }

    private ObjectNode run(String folder, List<String> overrides) throws Exception {
        return run(folder, overrides, Listener.none(), StopSignal.none(), false);
    }

    private ObjectNode run(String folder, List<String> overrides, Listener listener, StopSignal stop, boolean fresh) throws Exception {
        return RecipeRun.run(RecipeLoader.load("counting", overrides), temp.resolve(folder), fresh, "the command", Map.of("test", "1"), listener, stop);
    }

    /** Everything that must not depend on the clock: metrics, results of stages, report but for its times. */
    private Map<String, String> content(String folder) throws Exception {
        Path root = temp.resolve(folder);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(root::relativize).map(Path::toString).sorted()
                .filter(f -> !f.contains("tfevents") && !f.matches("summary.json|provenance.json|timings.jsonl|report.html|\\.lock") && !f.endsWith("stage.json"))
                .collect(Collectors.toMap(f -> f, f -> read(root.resolve(f))));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
