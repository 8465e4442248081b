package dev.plackett.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import java.nio.file.Path;
import java.util.List;

/** Steps of many different lengths, with checkpoints, and rounds of generation: memory and the number of native objects stay where they are. */
class LeakTest {

    @TempDir
    Path temp;

    @Test
    void memoryStaysFlat() throws Exception {
        String steps = Integer.toString(CampaignResults.size("leak.steps", 40));
        String rounds = Integer.toString(CampaignResults.size("leak.rounds", 3));
        String size = System.getProperty("plackett.campaign.leak.size", "nano");
        Child child = Child.start(temp, List.of("-Dplackett.threads=" + CampaignResults.size("leak.threads", 1), "-Dplackett.campaign.results=" + System.getProperty("plackett.campaign.results", "")),
            Soak.class.getName(), size, steps, rounds, temp.toString());
        assertThat(child.exit()).as(child.output()).isZero();
    }
}
