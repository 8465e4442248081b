package dev.plackett.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A full disk, or one that becomes read-only, in each stage: a clear error, and the run goes on once there is room. Needs the right to mount. */
class DiskTest {

    private static final List<String> STAGES = List.of("sample", "judge", "reference", "train", "evaluate");

    @TempDir
    Path temp;
    private Path disk;
    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectories(temp.resolve("disk"));
        mounted = mount("-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString());
        assumeTrue(mounted, "this user may not mount a small disk; nothing was tested");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            unmount(disk);
        }
    }

    @Test
    void aFullDiskIsSaidAndTheRunGoesOn() throws Exception {
        SmallRun small = SmallRun.of(8, 8, 4, 1);
        Map<String, String> expected = undisturbed(small);
        int sizes = CampaignResults.size("disk.sizes", 1);
        Set<String> stages = new TreeSet<>();
        for (int i = 0; i < sizes; i++) {
            Path run = disk.resolve("full-" + i);
            // The embedded models take some 9 MB, a round's weights 14, its answers and verdicts little.
            remount("size=" + (9_200 + i * 30_000L / sizes) + "k");
            Child child = small.start(temp.resolve("logs"), run);
            if (child.exit() == 0) {
                KillTest.deleteAll(run);
                continue;
            }
            assertThat(child.process().exitValue()).as(child.output()).isEqualTo(1);
            assertThat(child.output()).containsIgnoringCase("no space left").doesNotContain("internal error", "\tat ");
            stages.add(lastStage(child.output()));
            goesOn(small, run, expected);
        }
        ObjectNode figures = CampaignResults.figures("a disk of growing size that fills up while a run writes: exit status 1, a message that names the folder, and the"
            + " same bits as undisturbed once there was room").put("sizes", sizes);
        stages.forEach(figures.putArray("filled_in_stage")::add);
        CampaignResults.write("disk-full", figures);
    }

    @Test
    void aReadOnlyDiskIsSaidAndTheRunGoesOn() throws Exception {
        SmallRun small = SmallRun.of(8, 8, 4, 1);
        Map<String, String> expected = undisturbed(small);
        List<String> stages = STAGES.subList(0, Math.min(STAGES.size(), CampaignResults.size("disk.stages", 1)));
        for (String stage : stages) {
            Path run = disk.resolve("readonly-" + stage);
            Child child = small.start(temp.resolve("logs"), run);
            while (child.process().isAlive() && !child.output().contains(": " + stage + " (")) {
                Thread.sleep(2);
            }
            // The disk itself is busy while the run has files open; the folder mounted over itself is not, and whatever is opened from now on meets it.
            assertThat(mount("--bind", run.toString(), run.toString()) && mount("-o", "remount,bind,ro", run.toString())).as("%s is read-only", run).isTrue();
            int status = child.exit();
            unmount(run);
            assertThat(status).as("read-only since %s: %s", stage, child.output()).isEqualTo(1);
            assertThat(child.output()).containsIgnoringCase("read-only").doesNotContain("internal error", "\tat ");
            goesOn(small, run, expected);
        }
        ObjectNode figures = CampaignResults.figures("a folder that becomes read-only in a stage: exit status 1, a clear error, and the same bits as undisturbed"
            + " afterwards");
        stages.forEach(figures.putArray("stages")::add);
        CampaignResults.write("disk-read-only", figures);
    }

    private Map<String, String> undisturbed(SmallRun small) throws Exception {
        Child whole = small.start(temp.resolve("whole"), temp.resolve("whole/run"));
        assertThat(whole.exit()).as(whole.output()).isZero();
        return SmallRun.bits(temp.resolve("whole/run"));
    }

    private void goesOn(SmallRun small, Path run, Map<String, String> expected) throws Exception {
        remount("size=256m");
        Child again = small.start(temp.resolve("logs"), run);
        assertThat(again.exit()).as(again.output()).isZero();
        assertThat(SmallRun.bits(run)).isEqualTo(expected);
        KillTest.deleteAll(run);
    }

    /** The stage that had begun last. */
    private static String lastStage(String output) {
        return output.lines().filter(l -> l.matches("\\[\\d\\d:\\d\\d\\] .*\\((budget .*)?\\).*")).reduce((a, b) -> b)
            .map(l -> l.replaceAll("^\\[[^]]*\\] (.*?) \\(.*$", "$1")).orElse("before the first stage");
    }

    private void remount(String option) throws Exception {
        assertThat(mount("-o", "remount," + option, disk.toString())).as("the disk takes %s", option).isTrue();
    }

    private static void unmount(Path folder) throws Exception {
        new ProcessBuilder("umount", "-l", folder.toString()).start().waitFor();
    }

    private static boolean mount(String... args) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("mount"));
        command.addAll(List.of(args));
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
