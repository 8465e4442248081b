package dev.plackett.evaluate.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** DID specification 6.1, 6.5 and the algebra of 2.2. */
class DidTest {

    private static final Offset<Double> EXACT = within(1e-8);
    private static final Offset<Double> SIX_DIGITS = within(1e-6);
    private static final FinitePolicy REFERENCE = Worked.REFERENCE;
    private static final FinitePolicy TARGET = Worked.TARGET;

    @Test
    void workedExample() {
        Did did = Did.of(TARGET, REFERENCE);
        assertThat(Math.exp(did.logZ())).isCloseTo(6.4166666667, EXACT);
        assertThat(did.logZ()).isCloseTo(1.8588987721, EXACT);
        assertThat(did.distribution().probabilities()).containsExactly(new double[] {3 / 77.0, 8 / 77.0, 18 / 77.0, 48 / 77.0}, within(1e-14));
        assertThat(did.entropy()).isCloseTo(0.9960689366, EXACT);
        assertThat(Math.log(4) - did.entropy()).isCloseTo(0.3902254245, EXACT);
        assertThat(REFERENCE.mean(did.distribution().probabilities())).isCloseTo(0.1558441558, EXACT).isCloseTo(Math.exp(-did.logZ()), within(1e-15));
        assertThat(did.overlap()).isCloseTo(-0.4726044109, EXACT);
        assertThat(REFERENCE.divergence(TARGET)).isCloseTo(0.4564348191, EXACT);
        assertThat(TARGET.divergence(REFERENCE)).isCloseTo(0.4564348191, EXACT);
        assertThat(REFERENCE.jensenShannon(TARGET)).isCloseTo(0.1064401353, EXACT);
        assertThat(did.distribution().jensenShannon(TARGET)).isCloseTo(0.0290149894, EXACT);
        assertThat(did.distribution().jensenShannon(REFERENCE)).isCloseTo(0.2172546605, EXACT);
        assertThat(did.inverse().distribution().probabilities())
            .containsExactly(new double[] {0.6233766234, 0.2337662338, 0.1038961039, 0.0389610390}, EXACT);
        FinitePolicy between = FinitePolicy.of(0.25, 0.25, 0.3, 0.2);
        assertThat(Did.of(between, REFERENCE).then(Did.of(TARGET, between)).distribution().probabilities())
            .containsExactly(did.distribution().probabilities(), within(1e-15));
        assertThat(did.evidence().probability()).isCloseTo(0.25, within(1e-15));
        assertThat(did.evidence().likelihood()).containsExactly(new double[] {0.0625, 0.1666666667, 0.375, 1}, EXACT);
    }

    @Test
    void powerFamily() {
        Did did = Did.of(TARGET, REFERENCE);
        assertThat(did.entropySlope(0.5)).isCloseTo(-0.4437451505, EXACT);
        assertThat(did.entropySlope(1)).isCloseTo(-0.5839255275, EXACT);
        assertThat(did.entropySlope(2)).isCloseTo(-0.3768116952, EXACT);
    }

    /** 6.5: sharpening has overlap above 0, smoothing below, whatever the entropy does. */
    @Test
    void sharpeningAndSmoothing() {
        double[] peaked = new double[8];
        java.util.Arrays.fill(peaked, 0.05);
        peaked[0] = 0.65;
        FinitePolicy reference = FinitePolicy.of(peaked);
        double[][] rows = {{3, 0.244615, -1.611254, 0.02762, 0.41131}, {2, 1.328515, -1.258461, 0.24462, 0.28818}, {1.5, 1.925377, -0.708946, 0.63911, 0.12495},
            {1, 2.079442, 0, 1.32852, 0}, {0.5, 2.033644, 0.539680, 1.92538, 0.19835}, {0, 1.984719, 0.793688, 2.07944, 0.59567}};
        for (double[] row : rows) {
            FinitePolicy policy = reference.power(row[0]);
            Exploration seen = Exploration.of(policy, reference);
            assertThat(seen.didEntropy()).isCloseTo(row[1], SIX_DIGITS);
            assertThat(-seen.overlap()).isCloseTo(row[2], SIX_DIGITS);
            assertThat(policy.entropy()).isCloseTo(row[3], within(1e-5));
            assertThat(seen.forwardKl()).isCloseTo(row[4], within(1e-5));
            assertThat(seen.entropyChange()).isCloseTo(policy.entropy() - reference.entropy(), EXACT);
            assertThat(seen.effectiveSupport()).isCloseTo(Math.exp(policy.entropy()), EXACT);
        }
        FinitePolicy symmetric = FinitePolicy.softmax(-1.5, -0.5, 0.5, 1.5);
        assertThat(Did.of(symmetric.power(1.5), symmetric).entropy()).isCloseTo(1.245050, SIX_DIGITS);
        assertThat(Did.of(symmetric.power(0.5), symmetric).entropy()).isCloseTo(1.245050, SIX_DIGITS);
        FinitePolicy heads = FinitePolicy.of(0.19, 0.19, 0.19, 0.19, 0.19, 0.05);
        assertThat(Did.of(heads.power(1.5), heads).entropy()).isCloseTo(1.769219, SIX_DIGITS);
        assertThat(Did.of(heads.power(0.5), heads).entropy()).isCloseTo(1.751409, SIX_DIGITS);
        for (FinitePolicy p : new FinitePolicy[] {reference, symmetric, heads}) {
            assertThat(Did.of(p.power(1.5), p).overlap()).isPositive();
            assertThat(Did.of(p.power(0.5), p).overlap()).isNegative();
        }
    }

    @Test
    void exploration() {
        Exploration seen = Exploration.of(TARGET, REFERENCE, 0.6);
        assertThat(REFERENCE.top(0.6)).containsExactly(0, 1);
        assertThat(seen.outside()).isCloseTo(0.7, EXACT);
        assertThat(seen.referenceOutside()).isCloseTo(0.3, EXACT);
        assertThat(seen.reverseKl()).isCloseTo(0.4564348191, EXACT);
        assertThat(REFERENCE.top(1)).hasSize(4);
        assertThat(REFERENCE.top(0.9)).as("three of them fall short by rounding or reach it exactly").hasSizeBetween(3, 4);
    }

    /** What either policy emits, and how little of the DID that may be. */
    @Test
    void headMass() {
        HeadMass heads = HeadMass.of(TARGET, REFERENCE, 0.35);
        assertThat(heads.responses()).as("response 3 of the target, 0 of the reference").isEqualTo(2);
        assertThat(heads.did()).isCloseTo(0.0389610390 + 0.6233766234, EXACT);
        assertThat(heads.policy()).isCloseTo(0.5, EXACT);
        assertThat(heads.reference()).isCloseTo(0.5, EXACT);
        assertThat(HeadMass.of(TARGET, REFERENCE, 0.6).did()).isCloseTo(1, EXACT);
        FinitePolicy head = FinitePolicy.of(0.9, 0.05, 0.03, 0.02);
        FinitePolicy flatter = FinitePolicy.of(0.85, 0.05, 0.05, 0.05);
        HeadMass blind = HeadMass.of(flatter, head, 0.8);
        assertThat(blind.responses()).isEqualTo(1);
        assertThat(blind.did()).as("r is .944, 1, 1.667, 2.5").isCloseTo((.85 / .9) / (.85 / .9 + 1 + 5 / 3.0 + 2.5), EXACT);
    }

    /** 2.2 on random policies. */
    @Test
    void algebra() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(20);
            FinitePolicy a = Worked.random(random, n, 3);
            FinitePolicy b = Worked.random(random, n, 3);
            FinitePolicy c = Worked.random(random, n, 3);
            Did did = Did.of(b, a);
            double[] q = did.distribution().probabilities();
            double[] log = did.distribution().logs();
            String at = "seed " + seed;
            for (int i = 0; i < n; i++) {
                assertThat(Math.exp(did.logZ() + a.logs()[i]) * q[i]).as(at + ", tilting").isCloseTo(Math.exp(b.logs()[i]), within(1e-12));
                assertThat(log[i]).as(at + ", log form").isCloseTo(b.logs()[i] - a.logs()[i] - did.logZ(), within(1e-12));
            }
            assertThat(a.mean(q)).as(at).isCloseTo(Math.exp(-did.logZ()), within(1e-12));
            assertThat(did.entropy()).as(at).isCloseTo(did.logZ() - did.distribution().mean(did.logRatio()), within(1e-11))
                .isLessThanOrEqualTo(Math.log(n) + 1e-12).isCloseTo(did.distribution().entropy(), within(1e-11));
            assertThat(did.inverse().distribution().probabilities()).as(at).containsExactly(Did.of(a, b).distribution().probabilities(), within(1e-13));
            assertThat(Did.of(b, a).then(Did.of(c, b)).distribution().probabilities()).as(at).containsExactly(Did.of(c, a).distribution().probabilities(), within(1e-13));
            assertThat(b.divergence(a)).as(at).isCloseTo(b.mean(log) + did.logZ(), within(1e-11));
            assertThat(a.divergence(b)).as(at).isCloseTo(-a.mean(log) - did.logZ(), within(1e-11));
            assertThat(did.overlap()).as(at).isCloseTo(Math.log(n * a.mean(q)), within(1e-11));
            double step = 1e-5;
            double slope = (did.distribution().power(0.7 + step).entropy() - did.distribution().power(0.7 - step).entropy()) / (2 * step);
            assertThat(did.entropySlope(0.7)).as(at).isCloseTo(slope, within(1e-6)).isLessThanOrEqualTo(0);
            Did.Evidence event = did.evidence();
            assertThat(a.mean(event.likelihood())).as(at).isCloseTo(event.probability(), within(1e-12));
            assertThat(java.util.Arrays.stream(event.likelihood()).max().orElseThrow()).isEqualTo(1);
            double[] reward = a.logs();
            assertThat(Did.of(b.tilted(reward), b).distribution().probabilities()).as(at + ", reward form: whatever the reference is")
                .containsExactly(FinitePolicy.softmax(reward).probabilities(), within(1e-12));
            assertThat(a.jensenShannon(b)).as(at).isBetween(0.0, Math.log(2)).isCloseTo(b.jensenShannon(a), within(1e-12));
        }
    }

    @Test
    void noUpdate() {
        Did none = Did.of(REFERENCE, REFERENCE);
        assertThat(none.entropy()).isCloseTo(Math.log(4), within(1e-15));
        assertThat(none.overlap()).isCloseTo(0, within(1e-15));
        assertThat(REFERENCE.jensenShannon(REFERENCE)).isBetween(0.0, 1e-15);
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> FinitePolicy.of(0.5, 0.5, 0)).hasMessageContaining("response 2").hasMessageContaining("-Infinity");
        assertThatThrownBy(() -> FinitePolicy.of(0.5, 0.6)).hasMessageContaining("add up to 1.1");
        assertThatThrownBy(() -> Did.of(REFERENCE, FinitePolicy.of(0.5, 0.5))).hasMessageContaining("2 responses").hasMessageContaining("4");
        assertThatThrownBy(() -> Did.of(REFERENCE, TARGET).then(new Did(new double[3]))).hasMessageContaining("3 responses");
    }
}
