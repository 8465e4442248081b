package dev.plackett.evaluate.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.evaluate.Bootstrap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Power law, margins, CHES and matched checkpoints: DID specification 2.4, 2.5, 5.2 and 6.2, 6.8. */
class PanelsTest {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(400, 0.95, 1);
    private static final FinitePolicy REFERENCE = Worked.REFERENCE;
    private static final FinitePolicy TARGET = Worked.TARGET;

    private static PowerLawPanel fit(FinitePolicy rejected, double[] weights) {
        return PowerLawPanel.of(Collections.nCopies(4, "x"), TARGET.logRatio(REFERENCE), REFERENCE.logRatio(rejected), weights, BOOTSTRAP);
    }

    @Test
    void powerLawOfTheWorkedExample() {
        FinitePolicy unrelated = FinitePolicy.of(.3, .3, .3, .1);
        PowerLawPanel uniform = fit(unrelated, new double[] {1, 1, 1, 1});
        assertThat(uniform.slope()).isCloseTo(-0.1349847106, within(1e-8));
        assertThat(uniform.r2()).isCloseTo(0.3119693277, within(1e-8));
        PowerLawPanel weighted = fit(unrelated, REFERENCE.probabilities());
        assertThat(weighted.slope()).isCloseTo(-0.2119083515, within(1e-8));
        assertThat(weighted.r2()).isCloseTo(0.5782133926, within(1e-8));
        assertThat(weighted.reading()).isEqualTo(PowerLawPanel.Reading.DOES_NOT);
        PowerLawPanel exact = fit(Worked.rejected(1), REFERENCE.probabilities());
        assertThat(exact.slope()).isCloseTo(1, within(1e-12));
        assertThat(exact.r2()).isCloseTo(1, within(1e-12));
        assertThat(exact.reading()).isEqualTo(PowerLawPanel.Reading.ENCODES);
        assertThat(exact.points()).allSatisfy(p -> assertThat(p.residual()).isCloseTo(0, within(1e-12)));
        assertThat(exact.interval().low()).as("one prompt").isNaN();
    }

    /** Each prompt has its own normalisers; only what varies within a prompt counts. */
    @Test
    void powerLawOverPrompts() {
        Random random = new Random(0);
        List<ScoredPair> pairs = new ArrayList<>();
        for (int p = 0; p < 60; p++) {
            double shift = 50 * random.nextGaussian();
            pairs.add(new ScoredPair("p" + p, line(random, 0.7, shift, 0.1), line(random, 0.7, shift, 0.1)));
        }
        PowerLawPanel panel = PowerLawPanel.of(pairs, BOOTSTRAP);
        assertThat(panel.slope()).isCloseTo(0.7, within(0.05));
        assertThat(panel.interval().contains(0.7)).isTrue();
        assertThat(panel.interval().high() - panel.interval().low()).isBetween(0.005, 0.15);
        assertThat(panel.r2()).isGreaterThan(0.9);
        assertThat(panel.prompts()).isEqualTo(60);
        List<PromptSamples> samples = pairs.stream().map(p -> new PromptSamples(p.prompt(), List.of(p.chosen(), p.rejected()))).toList();
        assertThat(PowerLawPanel.of(new SampleSet(Proposal.reference(), samples), BOOTSTRAP).slope()).isEqualTo(panel.slope());
        List<ScoredPair> noise = pairs.stream().map(p -> new ScoredPair(p.prompt(), line(random, 0.3, 0, 3), line(random, 0.3, 0, 3))).toList();
        assertThat(PowerLawPanel.of(noise, BOOTSTRAP).reading()).isEqualTo(PowerLawPanel.Reading.DOES_NOT);
        List<ScoredPair> twice = pairs.stream().map(p -> new ScoredPair(p.prompt(), still(p.chosen()), still(p.rejected()))).toList();
        assertThat(PowerLawPanel.of(twice, BOOTSTRAP).reading()).isEqualTo(PowerLawPanel.Reading.NO_TARGET);
        assertThatThrownBy(() -> PowerLawPanel.of(List.of(new ScoredPair("p", Scored.of(-1, -1, 1), Scored.of(-1, -1, 1))), BOOTSTRAP))
            .hasMessageContaining("models of the chosen and of the rejected");
    }

    private static Scored line(Random random, double slope, double shift, double noise) {
        double x = random.nextGaussian();
        return new Scored(-20 + x, -20, slope * x + shift + noise * random.nextGaussian() - 30, -30, 5);
    }

    private static ScoredPair pair(int chosen, int rejected, FinitePolicy policy, FinitePolicy loser) {
        return new ScoredPair("x", scored(chosen, policy, loser), scored(rejected, policy, loser));
    }

    private static Scored scored(int y, FinitePolicy policy, FinitePolicy loser) {
        return new Scored(policy.logs()[y], REFERENCE.logs()[y], REFERENCE.logs()[y], loser.logs()[y], 1);
    }

    @Test
    void marginsOfTheWorkedExample() {
        MarginPanel one = MarginPanel.of(List.of(pair(2, 1, TARGET, Worked.rejected(1))), 1);
        assertThat(one.dataGap().mean()).isCloseTo(-0.4054651081 + 1.2163953243, within(1e-8));
        assertThat(one.targetGap().mean()).isCloseTo(0.4054651081 + 0.4054651081, within(1e-8));
        assertThat(one.ordered()).isEqualTo(1);
        List<ScoredPair> all = new ArrayList<>();
        List<Double> mass = new ArrayList<>();
        PairMatrix pairs = Worked.pairs(1);
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < 4; b++) {
                all.add(pair(a, b, TARGET, Worked.rejected(1)));
                mass.add(pairs.mass()[a][b]);
            }
        }
        double[] weights = mass.stream().mapToDouble(m -> m).toArray();
        MarginPanel panel = MarginPanel.of(all, weights, 1);
        assertThat(panel.ordered()).isCloseTo(0.5018867925, within(1e-8)).isEqualTo(panel.first()).isEqualTo(panel.second());
        assertThat(panel.worst()).isLessThan(1e-14);
        assertThat(panel.general()).isLessThan(1e-14);
        assertThat(MarginPanel.of(all, weights, 2).deviation()).as("the wrong beta").isGreaterThan(0.5);
        MarginPanel stuck = MarginPanel.of(all.stream().map(p -> new ScoredPair("x", still(p.chosen()), still(p.rejected()))).toList(), weights, 1);
        assertThat(stuck.second()).isZero();
        assertThat(stuck.ordered()).isZero();
        assertThatThrownBy(() -> MarginPanel.of(List.of(new ScoredPair("p", Scored.of(-1, -1, 1), Scored.of(-1, -1, 1))), 1)).hasMessageContaining("rejected");
    }

    private static Scored still(Scored s) {
        return new Scored(s.reference(), s.reference(), s.chosenModel(), s.rejectedModel(), s.tokens());
    }

    /** Label probability of at least 1 − ε means a target gap of at least log((1 − ε)/ε)/β. */
    @Test
    void certainLabelsHaveWideGaps() {
        for (double beta : new double[] {0.5, 1, 2}) {
            PairMatrix pairs = Worked.pairs(beta);
            for (int a = 0; a < 4; a++) {
                for (int b = 0; b < 4; b++) {
                    double p = pairs.label(a, b);
                    assertThat(pair(a, b, TARGET, Worked.rejected(beta)).margin()).isCloseTo(Math.log(p / (1 - p)) / beta, within(1e-12));
                }
            }
        }
    }

    @Test
    void ches() {
        double[][] chosen = {{9, 9, 9}, {1, 0, 2}, {0, 1, 1}, {7, 7, 7}, {0, 0, 0}};
        double[][] rejected = {{2, 1, 0}, {1, 1, 3}, {5, 5, 5}};
        HiddenSum w = HiddenSum.of(chosen, 2, 4);
        HiddenSum l = HiddenSum.of(rejected, 1, 3);
        assertThat(w).usingRecursiveComparison().isEqualTo(new HiddenSum(new double[] {1, 1, 3}, 2));
        assertThat(Ches.score(w, l)).isEqualTo(3);
        assertThat(Ches.normalised(w, l)).isEqualTo(0.75);
        assertThatThrownBy(() -> HiddenSum.of(chosen, 2, 6)).hasMessageContaining("6 tokens in all in 5 positions");
        assertThatThrownBy(() -> HiddenSum.of(chosen, 0, 3)).hasMessageContaining("prompt of 0");
    }

    @Test
    void chesRanksAndCorrelates() {
        Random random = new Random(3);
        List<HiddenSum> chosen = new ArrayList<>();
        List<HiddenSum> rejected = new ArrayList<>();
        double[] change = new double[50];
        for (int i = 0; i < 50; i++) {
            double similarity = random.nextDouble();
            chosen.add(new HiddenSum(new double[] {1, 0}, 1));
            rejected.add(new HiddenSum(new double[] {similarity, 1 - similarity}, 1));
            change[i] = -similarity + 0.1 * random.nextGaussian();
        }
        Ches panel = Ches.of(chosen, rejected, change, BOOTSTRAP);
        assertThat(panel.spearman()).isGreaterThan(0.8);
        assertThat(panel.interval().low()).isGreaterThan(0.6);
        assertThat(panel.top(5)).hasSize(5).allSatisfy(r -> assertThat(r.normalised()).isGreaterThan(panel.bottom(5).get(0).normalised()));
        assertThat(panel.ranking().get(0).change()).isEqualTo(change[panel.ranking().get(0).index()]);
        assertThatThrownBy(() -> Ches.of(chosen, rejected, new double[3], BOOTSTRAP)).hasMessageContaining("3 changes");
    }

    @Test
    void matchedKl() {
        MatchedKl run = new MatchedKl(List.of(checkpoint(0, 0, 6), checkpoint(10, 0.5, 5), checkpoint(20, 0.9, 4), checkpoint(30, 0.7, 3)));
        assertThat(run.at(0.7).orElseThrow().metrics().get("entropy")).as("where it is first reached").isCloseTo(4.5, within(1e-12));
        assertThat(run.at(0.7).orElseThrow().step()).isCloseTo(15, within(1e-12));
        assertThat(run.at(0)).contains(checkpoint(0, 0, 6));
        assertThat(run.at(1)).isEmpty();
        assertThat(new MatchedKl(List.of(checkpoint(5, 0.3, 1))).at(0.1)).as("begins beyond it").isEmpty();
        assertThat(MatchedKl.reachedByAll(List.of(run, new MatchedKl(List.of(checkpoint(5, 0.3, 1)))))).isEqualTo(0.3);
        assertThatThrownBy(() -> new MatchedKl(List.of())).hasMessageContaining("without checkpoints");
        assertThatThrownBy(() -> new MatchedKl(List.of(checkpoint(0, 0, 1), new MatchedKl.Checkpoint(1, 1, Map.of())))).hasMessageContaining("different metrics");
    }

    private static MatchedKl.Checkpoint checkpoint(double step, double kl, double entropy) {
        return new MatchedKl.Checkpoint(step, kl, Map.of("entropy", entropy));
    }

    @Test
    void aFitNeedsAsManyOfEach() {
        assertThatThrownBy(() -> PowerLawPanel.of(List.of("a"), new double[1], new double[1], new double[1], BOOTSTRAP)).hasMessageContaining("at least 2");
    }
}
