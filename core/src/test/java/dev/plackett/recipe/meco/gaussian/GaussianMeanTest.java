package dev.plackett.recipe.meco.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.objective.energy.Meco;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.ContentHash;
import dev.plackett.report.InputDigests;
import dev.plackett.report.MetricTable;
import dev.plackett.report.RunFolder;
import dev.plackett.report.RunRequest;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stochastic experiments on the mean of a Gaussian, with few repetitions. */
class GaussianMeanTest {

    private static final GaussianConfig SHORT = new GaussianConfig(List.of(1.0, 2.0, 16.0), 100, 4, 800, 20, 800, 12);

    @TempDir
    private Path folder;

    private Map<String, Claim> claims(Experiment experiment) throws Exception {
        List<Long> seeds = experiment.seeds(List.of(0L));
        MetricTable rows = rows(experiment, seeds);
        assertThat(rows(experiment, seeds).rows()).as("in a folder that is opened again nothing is done again").hasSameSizeAs(rows.rows());
        Findings found = experiment.findings(rows, seeds);
        assertThat(found.blocks()).isNotEmpty();
        return found.claims().stream().collect(Collectors.toMap(Claim::claim, c -> c));
    }

    private MetricTable rows(Experiment experiment, List<Long> seeds) throws Exception {
        RunRequest request = new RunRequest("meco", "seeds: 1", folder, false, "test", Map.of(), ContentHash.none());
        try (RunFolder run = RunFolder.open(request, Listener.none(), StopSignal.none()).orElseThrow()) {
            experiment.run(new RunContext("meco", run, StopSignal.none(), new InputDigests()), seeds);
            return run.metrics();
        }
    }

    private static Claim about(Map<String, Claim> claims, String words) {
        return claims.entrySet().stream().filter(e -> e.getKey().contains(words)).map(Map.Entry::getValue).findFirst().orElseThrow();
    }

    /** Specification 5.4, through the class that the experiments use: two of its steps, with the data as one row of their means. */
    @Test
    void aDescentTakesTheWorkedSteps() {
        Draws draws = new Draws(new double[][] {{1.5, 2.5}, {2, 3}, {1, 2.2}}, new double[][] {{-0.5, 0, 1, -1.5}, {-0.25, 0.5, -1, 1.5}, {0.75,
            0.25, -0.5, -0.75}});
        double[] whole = new Descent(Family.SHIFT, Normal.of(0, 1), Normal.of(1, 2), Meco.of(0.2), false, true, step -> 0.5).run(draws, 0.5);
        double[] means = Descent.likelihood(Family.SHIFT, Normal.of(0, 1), Normal.of(1, 2), Meco.of(0.2), step -> 0.5).run(draws, 0.5);
        assertThat(whole[1]).isCloseTo(0.5 + 0.5 * 1.6033312268060906, within(1e-12));
        for (int t = 0; t < whole.length; t++) {
            assertThat(means[t]).isCloseTo(whole[t], within(1e-12));
        }
    }

    /** Centring makes the natural form and the shift form take the same steps; without it they do not. */
    @Test
    void centringIsInvariant() {
        Draws draws = Draws.of(30, 8, 8, Seeds.of(3));
        Normal noise = Normal.of(0, 2);
        double[] natural = Descent.likelihood(Family.NATURAL, Normal.of(1, 1), noise, Meco.of(0.2).asCentred(), step -> 0.1).run(draws, 0.5);
        double[] shift = Descent.likelihood(Family.SHIFT, Normal.of(1, 1), noise, Meco.of(0.2).asCentred(), step -> 0.1).run(draws, 0.5);
        double[] plain = Descent.likelihood(Family.NATURAL, Normal.of(1, 1), noise, Meco.of(0.2), step -> 0.1).run(draws, 0.5);
        for (int t = 0; t < natural.length; t++) {
            assertThat(shift[t]).isCloseTo(natural[t], within(1e-9));
        }
        assertThat(Math.abs(plain[30] - natural[30])).isGreaterThan(1e-6);
    }

    @Test
    void aRunThatOverflowsIsADivergedOne() {
        Paths paths = Paths.of(3, r -> Descent.likelihood(Family.NATURAL, Normal.of(16, 1), Normal.of(0, 1), Meco.of(0.1),
            step -> 1e6).run(Draws.of(200, 4, 4,
            Seeds.of(r)), 0));
        assertThat(paths.diverged()).isEqualTo(3);
        assertThat(paths.rmse(200, 16)).isInfinite();
        assertThat(paths.arrival(16, 0.25)).isEqualTo(-1);
    }

    @Test
    void theLandscape() throws Exception {
        Map<String, Claim> claims = claims(new Landscape(SHORT));
        assertThat(about(claims, "the likelihood's gradient descent").holds()).isTrue();
        assertThat(about(claims, "NCE's gradient descent").holds()).isTrue();
        assertThat(about(claims, "eNCE's").holds()).as("100 steps are not 17740").isNotEqualTo(Boolean.TRUE);
        assertThat(about(claims, "better conditioned").value()).isCloseTo(117880, within(200.0));
    }

    @Test
    void smallBatches() throws Exception {
        Map<String, Claim> claims = claims(new SmallBatches(SHORT));
        assertThat(about(claims, "SNIS ends farther").value()).as("runs away linearly: 0.01 of about 1 a step").isBetween(5.0, 12.0);
        assertThat(about(claims, "at most a fifth").holds()).isNotEqualTo(Boolean.FALSE);
    }

    @Test
    void theNoiseEntersByTheFormula() throws Exception {
        Map<String, Claim> claims = claims(new NoiseMatters(SHORT));
        assertThat(about(claims, "largest deviation").value()).isLessThan(0.15);
        assertThat(NoiseMatters.predicted(Normal.of(0, 16))).isCloseTo(0.0351, within(5e-5));
        assertThat(NoiseMatters.predicted(Normal.of(13, 1.5))).isCloseTo(0.0519, within(5e-5));
    }

    @Test
    void stochasticRuns() throws Exception {
        Map<String, Claim> claims = claims(new StochasticRuns(SHORT));
        assertThat(about(claims, "NCE in the natural form").holds()).isTrue();
        assertThat(about(claims, "MECO, shift form").holds()).isTrue();
        assertThat(about(claims, "MECO in the natural form diverges").holds()).isTrue();
        assertThat(about(claims, "never meets the data").value()).isGreaterThan(1);
    }

    @Test
    void theRate() throws Exception {
        assertThat(about(claims(new Rate(SHORT)), "1/T").value()).isLessThan(0.45);
    }
}
