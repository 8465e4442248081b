package dev.plackett.evaluate.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.evaluate.Bootstrap;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Displacement, on-policyness and the forecast (DID specification 2.5, 5.2) on finite policies whose displacement is known. */
class DisplacementTest {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(500, 0.95, 1);
    private static final int PROMPTS = 150;
    private static final int SIZE = 12;

    /** Prompts with a reference, policies of the data, and what DPO makes of them; pairs and samples drawn from them. */
    private record World(List<ScoredPair> pairs, SampleSet samples, double chosen, double rejected, double reverseKl, double forwardKl, double entropy) {

        static World onPolicy(double beta, long seed) {
            return of(beta, seed, true);
        }

        static World offPolicy(double beta, long seed) {
            return of(beta, seed, false);
        }

        private static World of(double beta, long seed, boolean onPolicy) {
            SplittableRandom random = new SplittableRandom(seed);
            List<ScoredPair> pairs = new ArrayList<>();
            List<PromptSamples> samples = new ArrayList<>();
            double[] sums = new double[5];
            for (int p = 0; p < PROMPTS; p++) {
                FinitePolicy reference = Worked.random(random, SIZE, 1);
                FinitePolicy w = onPolicy ? reference : reference.power(2);
                FinitePolicy l = onPolicy ? reference.tilted(Worked.random(random, SIZE, 0.7).logs()) : reference;
                FinitePolicy policy = ClosedForm.optimum(reference, w, l, beta);
                Categorical drawW = Categorical.of(w);
                Categorical drawL = Categorical.of(l);
                Categorical drawReference = Categorical.of(reference);
                for (int i = 0; i < 3; i++) {
                    pairs.add(new ScoredPair("p" + p, score(drawW.draw(random), policy, reference, w, l), score(drawL.draw(random), policy, reference, w, l)));
                }
                samples.add(new PromptSamples("p" + p, IntStream.range(0, 64).mapToObj(i -> score(drawReference.draw(random), policy, reference, w, l)).toList()));
                double[] exact = {w.mean(policy.logRatio(reference)), l.mean(policy.logRatio(reference)), reference.divergence(policy),
                    policy.divergence(reference), Did.of(policy, reference).entropy()};
                for (int i = 0; i < 5; i++) {
                    sums[i] += exact[i] / PROMPTS;
                }
            }
            return new World(pairs, new SampleSet(Proposal.reference(), samples), sums[0], sums[1], sums[2], sums[3], sums[4]);
        }
    }

    private static Scored score(int y, FinitePolicy policy, FinitePolicy reference, FinitePolicy w, FinitePolicy l) {
        return new Scored(policy.logs()[y], reference.logs()[y], w.logs()[y], l.logs()[y], 1);
    }

    private static ScoredPair moved(ScoredPair pair, double chosen, double rejected) {
        return new ScoredPair(pair.prompt(), moved(pair.chosen(), chosen), moved(pair.rejected(), rejected));
    }

    private static Scored moved(Scored s, double by) {
        return new Scored(s.policy() + by, s.reference(), s.chosenModel(), s.rejectedModel(), s.tokens());
    }

    /** What is trained on and what is held out have different prompts, and lines of different depth. */
    @Test
    void theIdentitiesHoldWhateverElseHasSamples() {
        for (long seed = 1; seed <= 5; seed++) {
            World world = World.onPolicy(0.5, seed);
            List<ScoredPair> train = world.pairs.subList(0, 3 * PROMPTS / 2).stream().map(p -> moved(p, 1, 0)).toList();
            List<ScoredPair> heldOut = world.pairs.subList(3 * PROMPTS / 2, 3 * PROMPTS);
            DisplacementPanel panel = DisplacementPanel.of(train, heldOut, world.samples, false, 0.5, BOOTSTRAP);
            double held = panel.heldOut().orElseThrow().chosen().value();
            assertThat(panel.line().value() + panel.excess().value()).as("seed %d", seed).isCloseTo(held, within(1e-12));
            assertThat(held + panel.memorised()).isCloseTo(panel.train().orElseThrow().chosen().value(), within(1e-12));
            List<PromptSamples> some = world.samples.prompts().stream().filter(p -> Integer.parseInt(p.prompt().substring(1)) % 3 == 0).toList();
            DisplacementPanel fewer = DisplacementPanel.of(train, heldOut, new SampleSet(Proposal.reference(), some), false, 0.5, BOOTSTRAP);
            assertThat(fewer.excess().prompts()).as("prompts that have both").isEqualTo(25);
        }
    }

    @Test
    void onPolicyChosenFollowTheLine() {
        World world = World.onPolicy(0.7, 1);
        OnPolicyness test = OnPolicyness.of(world.pairs, world.samples, 1);
        assertThat(test.offPolicy()).isFalse();
        assertThat(test.text()).contains("no fault");
        DisplacementPanel panel = DisplacementPanel.of(List.of(), world.pairs, world.samples, test.offPolicy(), 0.7, BOOTSTRAP);
        assertThat(panel.line().value()).isCloseTo(-world.reverseKl, within(0.1 * world.reverseKl));
        assertThat(panel.heldOut().orElseThrow().chosen().value()).isCloseTo(-world.reverseKl, within(0.25 * world.reverseKl));
        assertThat(panel.excess().interval().contains(0)).isTrue();
        assertThat(panel.finding()).isEqualTo(DisplacementPanel.Finding.EXPECTED);
        assertThat(panel.finding().alarming()).isFalse();
        assertThat(panel.memorised()).isNaN();
        assertThat(panel.train()).isEmpty();
        assertThat(panel.cautions()).isEmpty();
    }

    /** A planted fall of half a nat in the chosen responses alone is named; in training pairs alone it is not the policy's. */
    @Test
    void plantedDisplacementIsNamed() {
        World world = World.onPolicy(0.7, 2);
        List<ScoredPair> fallen = world.pairs.stream().map(p -> moved(p, -0.5, 0)).toList();
        DisplacementPanel panel = DisplacementPanel.of(List.of(), fallen, world.samples, false, 0.7, BOOTSTRAP);
        assertThat(panel.finding()).isEqualTo(DisplacementPanel.Finding.EXCESS);
        assertThat(panel.finding().alarming()).isTrue();
        assertThat(panel.excess().value()).isCloseTo(-0.5, within(0.15));
        List<ScoredPair> memorised = world.pairs.stream().map(p -> moved(p, 0.8, 0)).toList();
        DisplacementPanel both = DisplacementPanel.of(memorised, world.pairs, world.samples, false, 0.7, BOOTSTRAP);
        assertThat(both.memorised()).isCloseTo(0.8, within(1e-9));
        assertThat(both.finding()).isEqualTo(DisplacementPanel.Finding.EXPECTED);
        DisplacementPanel trainOnly = DisplacementPanel.of(fallen, List.of(), world.samples, false, 0.7, BOOTSTRAP);
        assertThat(trainOnly.cautions()).extracting(Caution::kind).containsExactly(Caution.Kind.NO_HELD_OUT);
        assertThat(trainOnly.finding()).isEqualTo(DisplacementPanel.Finding.EXCESS);
    }

    @Test
    void offPolicyChosenRiseUnlessBetaIsSmall() {
        World world = World.offPolicy(1, 3);
        OnPolicyness test = OnPolicyness.of(world.pairs, world.samples, 1);
        assertThat(test.offPolicy()).isTrue();
        assertThat(test.text()).contains("not the reference's own");
        assertThat(DisplacementPanel.of(List.of(), world.pairs, world.samples, true, 1, BOOTSTRAP).finding()).isEqualTo(DisplacementPanel.Finding.RISE);
        World small = World.offPolicy(0.15, 3);
        assertThat(small.chosen).isNegative();
        DisplacementPanel overshoot = DisplacementPanel.of(List.of(), small.pairs, small.samples, true, 0.15, BOOTSTRAP);
        assertThat(overshoot.finding()).isEqualTo(DisplacementPanel.Finding.OVERSHOOT);
        assertThat(DisplacementPanel.of(List.of(), small.pairs, small.samples, true, 0.9, BOOTSTRAP).finding())
            .isEqualTo(DisplacementPanel.Finding.OFF_POLICY_FALL);
        assertThat(DisplacementPanel.of(List.of(), small.pairs, small.samples, true, OptionalDouble.empty(), BOOTSTRAP).finding())
            .as("no beta that could be small").isEqualTo(DisplacementPanel.Finding.OFF_POLICY_FALL);
    }

    @Test
    void theSameModelTwiceRaisesNothing() {
        World world = World.onPolicy(0.7, 4);
        List<ScoredPair> still = world.pairs.stream().map(p -> new ScoredPair(p.prompt(), still(p.chosen()), still(p.rejected()))).toList();
        SampleSet samples = new SampleSet(Proposal.reference(), world.samples.prompts().stream().map(p -> new PromptSamples(p.prompt(),
            p.samples().stream().map(DisplacementTest::still).toList())).toList());
        DisplacementPanel panel = DisplacementPanel.of(still, still, samples, false, 0.1, BOOTSTRAP);
        assertThat(panel.finding()).isEqualTo(DisplacementPanel.Finding.NONE);
        assertThat(panel.excess().value()).isZero();
        assertThat(panel.train().orElseThrow().accuracy()).isZero();
        assertThat(panel.cautions()).isEmpty();
        List<ScoredPair> rounded = still.stream().map(p -> moved(p, -1e-4, -1e-4)).toList();
        assertThat(DisplacementPanel.of(rounded, rounded, samples, false, 0.1, BOOTSTRAP).finding()).as("scored in other batches")
            .isEqualTo(DisplacementPanel.Finding.NONE);
    }

    private static Scored still(Scored s) {
        return new Scored(s.reference(), s.reference(), s.chosenModel(), s.rejectedModel(), s.tokens());
    }

    @Test
    void numbersOfASide() {
        ScoredPair a = new ScoredPair("a", Scored.of(-1, -2, 1), Scored.of(-4, -1, 1));
        ScoredPair b = new ScoredPair("b", Scored.of(-3, -2, 1), Scored.of(-2, -2, 1));
        SampleSet elsewhere = new SampleSet(Proposal.reference(), List.of(new PromptSamples("c", List.of(Scored.of(-2, -1, 1)))));
        DisplacementPanel panel = DisplacementPanel.of(List.of(), List.of(a, b), elsewhere, false, 1, BOOTSTRAP);
        DisplacementPanel.Side side = panel.heldOut().orElseThrow();
        assertThat(side.pairs()).isEqualTo(2);
        assertThat(side.chosen().value()).isZero();
        assertThat(side.rejected().value()).isEqualTo(-1.5);
        assertThat(side.margin().value()).isEqualTo(1.5);
        assertThat(side.common()).isEqualTo(-0.75);
        assertThat(side.fell()).isEqualTo(0.5);
        assertThat(side.accuracy()).isEqualTo(0.5);
        assertThat(panel.excess().value()).as("prompts without samples: difference of means").isEqualTo(1);
        assertThatThrownBy(() -> DisplacementPanel.of(List.of(), List.of(), elsewhere, false, 1, BOOTSTRAP)).hasMessageContaining("no pair");
        assertThatThrownBy(() -> DisplacementPanel.of(List.of(), List.of(a), new SampleSet(Proposal.policy(), elsewhere.prompts()), false, 1, BOOTSTRAP))
            .hasMessageContaining("samples of the reference, found policy");
        assertThatThrownBy(() -> OnPolicyness.of(List.of(a), elsewhere, 0)).hasMessageContaining("prompt 'a'");
    }

    /** The forecast needs no trained policy: what is predicted from the data's policies is where DPO ends. */
    @Test
    void forecast() {
        for (double beta : new double[] {0.7, 1.5}) {
            World world = World.onPolicy(beta, 5);
            Forecast forecast = Forecast.of(world.pairs, world.samples, beta, BOOTSTRAP);
            assertThat(forecast.reverseKl().value()).isCloseTo(world.reverseKl, within(0.05 * world.reverseKl));
            assertThat(forecast.forwardKl().value()).isCloseTo(world.forwardKl, within(0.1 * world.forwardKl));
            assertThat(forecast.chosen().value()).isCloseTo(world.chosen, within(0.25 * Math.abs(world.chosen)));
            assertThat(forecast.rejected().value()).isCloseTo(world.rejected, within(0.25 * Math.abs(world.rejected)));
            assertThat(forecast.chosen().interval().contains(world.chosen)).isTrue();
            assertThat(forecast.ess()).isBetween(5.0, 64.0);
            assertThat(forecast.didEntropy().value()).isCloseTo(world.entropy, within(0.3));
            ScoredPair first = world.pairs.get(0);
            assertThat(forecast.change("p0", first.chosen())).as("of one response").isCloseTo(first.chosen().ratio(), within(0.4));
            assertThat(forecast.text()).contains("At beta").contains("samples per prompt carry");
        }
        World world = World.onPolicy(0.3, 6);
        Forecast steep = Forecast.of(world.pairs, world.samples, 0.05, BOOTSTRAP);
        assertThat(steep.unreliableShare()).as("a beta that too few samples support").isGreaterThan(0.3);
        assertThat(steep.text()).contains("larger beta");
    }

    @Test
    void forecastRefusals() {
        ScoredPair bare = new ScoredPair("a", Scored.of(-1, -2, 1), Scored.of(-4, -1, 1));
        World world = World.onPolicy(1, 7);
        assertThatThrownBy(() -> Forecast.of(List.of(bare), world.samples, 1, BOOTSTRAP)).hasMessageContaining("models of the chosen and of the rejected");
        assertThatThrownBy(() -> Forecast.of(world.pairs, new SampleSet(Proposal.policy(), world.samples.prompts()), 1, BOOTSTRAP)).hasMessageContaining("policy");
        assertThatThrownBy(() -> Forecast.of(world.pairs, world.samples, 0, BOOTSTRAP)).hasMessageContaining("beta");
        Forecast forecast = Forecast.of(world.pairs, world.samples, 1, BOOTSTRAP);
        assertThatThrownBy(() -> forecast.change("q", bare.chosen())).hasMessageContaining("'q'");
    }
}
