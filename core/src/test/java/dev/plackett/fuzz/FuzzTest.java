package dev.plackett.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Spoilt files load or are refused by name; they never crash, hang or fill the memory. A sample runs always, a campaign of
 * {@code -Dplackett.fuzz.files=100000} with the profile {@code campaign}, cut short by {@code -Dplackett.fuzz.minutes=M} and taken up again by
 * {@code -Dplackett.fuzz.from=F}, with F the number of files that are counted already;
 * {@code -Dplackett.fuzz.target=T -Dplackett.fuzz.seed=S -Dplackett.fuzz.only=I} reads one file again.
 */
class FuzzTest {

    private static final long FILES = Long.getLong("plackett.fuzz.files", 2000);
    private static final long SEED = Long.getLong("plackett.fuzz.seed", 0);
    private static final String TARGET = System.getProperty("plackett.fuzz.target", "");
    private static final long ONLY = Long.getLong("plackett.fuzz.only", -1);
    private static final long FROM = Long.getLong("plackett.fuzz.from", 0);
    private static final long MINUTES = Long.getLong("plackett.fuzz.minutes", 1000);
    /** From this size on the counts are kept. */
    private static final long CAMPAIGN = 100_000;

    @TempDir
    Path folder;

    static Stream<Target> targets() {
        return Stream.of(new SafetensorsTarget(), new DataFileTarget(), new TokenizerTarget()).filter(t -> TARGET.isEmpty() || t.name().equals(TARGET));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyFileLoadsOrIsRefusedByName(Target target) throws Exception {
        Campaign campaign = new Campaign(target, folder, SEED);
        if (ONLY >= 0) {
            campaign.run(ONLY, ONLY + 1, MINUTES, new Outcomes(target.name(), SEED));
            return;
        }
        Path results = Path.of(System.getProperty("plackett.basedir", ".")).resolve("../docs/results/fuzz");
        Outcomes outcomes = FROM == 0 ? new Outcomes(target.name(), SEED) : Outcomes.read(results, target.name(), SEED);
        assertThat(outcomes.files()).as("files that are counted already").isEqualTo(FROM);
        campaign.run(FROM, FILES, MINUTES, outcomes);
        assertThat(outcomes.loadedShare()).as("share of %s files that load: below a tenth the readers are not reached", target.name()).isBetween(0.1, 0.9);
        if (FILES >= CAMPAIGN) {
            outcomes.write(results);
        }
    }
}
