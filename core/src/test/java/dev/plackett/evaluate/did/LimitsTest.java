package dev.plackett.evaluate.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.objective.Brier;
import dev.plackett.objective.Cpo;
import dev.plackett.objective.Divergence;
import dev.plackett.objective.Exponential;
import dev.plackett.objective.Hinge;
import dev.plackett.objective.Kto;
import dev.plackett.objective.Nll;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Orpo;
import dev.plackett.objective.Simpo;
import dev.plackett.objective.SlicHf;
import dev.plackett.objective.WeightedSum;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** DID specification 6.4: where every objective ends on pairs that encode the differential information for π*; only proper losses on DPO's reward end there. */
class LimitsTest {

    private static final FinitePolicy REFERENCE = Worked.REFERENCE;
    private static final FinitePolicy TARGET = Worked.TARGET;
    private static final PairMatrix PAIRS = Worked.pairs(1);

    private static FinitePolicy check(Objective objective, int steps, double js, double... expected) {
        FinitePolicy found = TabularTraining.decayed(TabularLoss.of(objective, PAIRS, REFERENCE), Descent.plain(1), steps).from(REFERENCE);
        assertThat(found.probabilities()).as(objective.toString()).containsExactly(expected, within(1e-5));
        assertThat(found.jensenShannon(TARGET)).as(objective.toString()).isCloseTo(js, within(Math.max(5e-5, 6e-3 * js)));
        return found;
    }

    private static double loss(Objective objective, FinitePolicy at) {
        return TabularLoss.of(objective, PAIRS, REFERENCE).value(at.logs());
    }

    /** Other proper losses on the same margin share DPO's optimum. */
    @Test
    void properLosses() {
        check(new Brier(1), 40_000, 0, .1, .2, .3, .4);
        check(new Exponential(1), 20_000, 0, .1, .2, .3, .4);
        check(new Exponential(2), 20_000, 2.80e-2, .2247448714, .2752551286, .2752551286, .2247448714);
        assertThat(loss(new Brier(1), TARGET)).isCloseTo(.1923776834, within(1e-8));
        assertThat(loss(new Exponential(1), TARGET)).isCloseTo(.8632733835, within(1e-8));
    }

    /** Without a reference the DID itself is learnt; a margin overshoots it. */
    @Test
    void withoutReference() {
        FinitePolicy simpo = check(new Simpo(1, 0), 20_000, 2.90e-2, .0389610390, .1038961039, .2337662338, .6233766234);
        assertThat(simpo.jensenShannon(Did.of(TARGET, REFERENCE).distribution())).isLessThan(1e-9);
        check(new Cpo(1, 0, 0, Cpo.Nll.PAPER), 20_000, 2.90e-2, .0389610390, .1038961039, .2337662338, .6233766234);
        check(new Simpo(1, 0.5), 40_000, 4.63e-2, .02383, .08208, .21887, .67523);
        check(new Simpo(1, 1.6), 80_000, 9.24e-2, .00561, .04281, .17442, .77716);
        check(new Cpo(1, 1, 0, Cpo.Nll.PAPER), 20_000, 5.15e-2, .25068157, .32260713, .26852573, .15818556);
        check(new Orpo(0.1), 20_000, 9.37e-2, .36553390, .30992463, .21501481, .10952666);
        check(new Orpo(1), 20_000, 4.43e-2, .23272689, .31505227, .28287339, .16934745);
    }

    @Test
    void hinges() {
        FinitePolicy u = FinitePolicy.softmax(0, 1, 1, 2);
        check(new Hinge(1), 200_000, 1.84e-2, .1601251, .3264489, .2176326, .2957934);
        assertThat(loss(new Hinge(1), REFERENCE.tilted(u.logs()))).isCloseTo(.6592452830, within(1e-8));
        check(new SlicHf(1, 1, 0), 200_000, 1.14e-2, .0723295, .1966119, .1966119, .5344466);
    }

    @Test
    void withTheChosenOnesLikelihood() {
        WeightedSum both = new WeightedSum(List.of(new WeightedSum.Part("dpo", 1, Objective.dpo(1)), new WeightedSum.Part("nll", 1, new Nll())));
        check(both, 20_000, 6.95e-2, .29713487, .32371869, .24694720, .13219924);
    }

    /** The score of another divergence fits the pairs as well, and ends elsewhere. */
    @Test
    void otherDivergences() {
        for (Object[] row : new Object[][] {{Divergence.Type.FORWARD_KL, 1.72e-2, new double[] {.1352582, .1517851, .1715931, .5413636}},
            {Divergence.Type.JS_DIVERGENCE, 9.91e-2, new double[] {.0236088, .0523692, .1004787, .8235433}},
            {Divergence.Type.ALPHA_DIVERGENCE, 6.2e-3, new double[] {.1184457, .1652775, .2254813, .4907956}}}) {
            Objective objective = new Divergence(Objective.dpo(1), (Divergence.Type) row[0], 0.5);
            FinitePolicy found = check(objective, 60_000, (double) row[1], (double[]) row[2]);
            assertThat(loss(objective, found)).as("the loss cannot tell").isCloseTo(.5650377746, within(1e-8));
        }
    }

    /** It saturates; no limit is claimed. With the exact divergence the gradient is that of the two terms with z held. */
    @Test
    void kto() {
        TabularLoss loss = TabularLoss.of(new Kto(1, 1, 1), PAIRS, REFERENCE);
        assertThat(TabularTraining.constant(loss, Descent.plain(1), 3000).from(REFERENCE).jensenShannon(TARGET)).isGreaterThan(0.03);
        double[] logits = {0.1, 0.5, -0.4, 0.2};
        FinitePolicy policy = FinitePolicy.softmax(logits);
        double z = policy.divergence(REFERENCE);
        FinitePolicy rejected = Worked.rejected(1);
        double expected = REFERENCE.mean(Arrays.stream(policy.logRatio(REFERENCE)).map(u -> 1 - 1 / (1 + Math.exp(z - u))).toArray())
            + rejected.mean(Arrays.stream(policy.logRatio(REFERENCE)).map(u -> 1 - 1 / (1 + Math.exp(u - z))).toArray());
        assertThat(loss.value(logits)).isCloseTo(expected, within(1e-12));
    }

    /** Whatever the loss and wherever it has got to: on-policy chosen responses have changed by −KL(π_ref ‖ π). */
    @Test
    void theLineHoldsForEveryLoss() {
        for (Objective objective : new Objective[] {Objective.ipo(0.3), new Hinge(1), new Simpo(1, 1), new Orpo(1), new Kto(1, 1, 1)}) {
            FinitePolicy found = TabularTraining.constant(TabularLoss.of(objective, PAIRS, REFERENCE), Descent.adam(0.05), 60).from(REFERENCE);
            double change = PAIRS.mean((a, b) -> found.logs()[a] - REFERENCE.logs()[a]);
            assertThat(change).as(objective.toString()).isNegative().isCloseTo(-REFERENCE.divergence(found), within(1e-12));
        }
    }
}
