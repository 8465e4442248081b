package dev.plackett.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        mounted = mount("-t", "tmpfs", "-o", "size=256m", "tmpfs", disk.toString());
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
        List<String> stages = stages();
        for (String stage : stages) {
            Path run = disk.resolve("full-" + stage);
            Child child = small.start(temp.resolve("logs"), run);
            awaitStage(child, stage);
            Path ballast = fill();
            assertThat(child.exit()).as("full since %s: %s", stage, child.output()).isEqualTo(1);
            assertThat(child.output()).containsIgnoringCase("no space left").doesNotContain("internal error", "\tat ");
            Files.delete(ballast);
            goesOn(small, run, expected);
        }
        ObjectNode figures = CampaignResults.figures("a disk that is filled to its last byte when a stage begins: exit status 1, a message that names the folder, and the"
            + " same bits as undisturbed once there was room");
        stages.forEach(figures.putArray("stages")::add);
        CampaignResults.write("disk-full", figures);
    }

    @Test
    void aReadOnlyDiskIsSaidAndTheRunGoesOn() throws Exception {
        SmallRun small = SmallRun.of(8, 8, 4, 1);
        Map<String, String> expected = undisturbed(small);
        List<String> stages = stages();
        for (String stage : stages) {
            Path run = disk.resolve("readonly-" + stage);
            Child child = small.start(temp.resolve("logs"), run);
            awaitStage(child, stage);
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

    private static List<String> stages() {
        return STAGES.subList(0, Math.min(STAGES.size(), CampaignResults.size("disk.stages", 1)));
    }

    private static void awaitStage(Child child, String stage) throws Exception {
        while (child.process().isAlive() && !child.output().contains(": " + stage + " (")) {
            Thread.sleep(2);
        }
    }

    /** A file that takes all the room there is. */
    private Path fill() throws IOException {
        Path ballast = disk.resolve("ballast");
        byte[] block = new byte[1 << 12];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            for (;;) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
        return ballast;
    }

    private Map<String, String> undisturbed(SmallRun small) throws Exception {
        Child whole = small.start(temp.resolve("whole"), temp.resolve("whole/run"));
        assertThat(whole.exit()).as(whole.output()).isZero();
        return SmallRun.bits(temp.resolve("whole/run"));
    }

    private void goesOn(SmallRun small, Path run, Map<String, String> expected) throws Exception {
        Child again = small.start(temp.resolve("logs"), run);
        assertThat(again.exit()).as(again.output()).isZero();
        assertThat(SmallRun.bits(run)).isEqualTo(expected);
        KillTest.deleteAll(run);
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
