package dev.plackett.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Several JVMs begin at the same time on an empty cache of extracted libraries: none finds a library half written. */
class ColdStartTest {

    private static final int AT_A_TIME = 3;

    @TempDir
    Path temp;

    @Test
    void noneFails() throws Exception {
        int starts = CampaignResults.size("coldstarts", AT_A_TIME);
        int done = 0;
        int batches = 0;
        long began = System.nanoTime();
        while (done < starts) {
            Path folder = temp.resolve("batch-" + batches++);
            Path cache = Files.createDirectories(folder.resolve("cache"));
            List<Child> children = new ArrayList<>();
            for (int i = 0; i < AT_A_TIME; i++) {
                children.add(Child.start(folder.resolve("jvm-" + i), List.of("-Dorg.bytedeco.javacpp.cachedir=" + cache, "-Dplackett.threads=1"),
                    ThreeSteps.class.getName()));
            }
            for (Child child : children) {
                assertThat(child.exit()).as(child.output()).isZero();
                assertThat(child.output()).contains("three steps");
                assertThat(child.crashes()).isEmpty();
                done++;
            }
            KillTest.deleteAll(folder);
        }
        ObjectNode figures = CampaignResults.figures("cold starts, " + AT_A_TIME + " JVMs at a time, each batch on an empty cache; each loads the native libraries and"
            + " takes three training steps").put("starts", done).put("batches", batches).put("failed", 0)
            .put("seconds", Math.round((System.nanoTime() - began) / 1e9));
        CampaignResults.write("coldstarts", figures);
    }
}
