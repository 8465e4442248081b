package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The worked numbers of the SPPO specification, T1. */
class PairObjectivesTest {

    private static final double[] POLICY = {-120.0, -130.25, -80.5, -95.0};
    private static final Columns COLUMNS = Columns.of(Column.REFERENCE, -121.5, -129.0, -80.0, -96.0)
        .with(Column.PAIR_WIN, 0.95, 0.7).with(Column.WIN_RATE, 0.86, 0.12, 0.64, 0.41).with(Column.LENGTH, 20, 25, 10, 12);

    private static void check(Objective objective, double loss, double[] chosen, double[] rejected) {
        Outcome outcome = objective.evaluate(Signals.sequences(POLICY, 2, COLUMNS), Carry.empty());
        assertThat(outcome.value()).isCloseTo(loss, within(1e-9 * loss));
        for (int u = 0; u < 2; u++) {
            assertThat(outcome.coefficient()[2 * u]).isCloseTo(chosen[u], within(1e-9 * Math.abs(chosen[u])));
            assertThat(outcome.coefficient()[2 * u + 1]).isCloseTo(rejected[u], within(1e-9 * Math.abs(rejected[u])));
        }
    }

    private static Sppo sppo(double beta, Sppo.Target target, Sppo.Weight weight) {
        return new Sppo(1 / beta, Unit.PAIR, target, weight, Sppo.Baseline.CONSTANT, 0.5, false, false);
    }

    @Test
    void t1aAndT1bSppo() {
        check(sppo(0.001, Sppo.Target.SOFT, Sppo.Weight.MEAN), 74998.765625, new double[] {-179.25, -70.25}, new double[] {189.375, 45.5});
        check(sppo(0.1, Sppo.Target.SOFT, Sppo.Weight.MEAN), 4.533125, new double[] {-1.05, -0.95}, new double[] {1.275, 0.95});
    }

    @Test
    void t1cSppoSingle() {
        check(sppo(0.001, Sppo.Target.SINGLE, Sppo.Weight.MEAN), 120782.515625, new double[] {-224.25, -100.25}, new double[] {224.375, 100.5});
    }

    @Test
    void t1dDpo() {
        check(Objective.dpo(0.1, 0), 0.66801385774, new double[] {-0.0215840008261, -0.0268714922672}, new double[] {0.0215840008261, 0.0268714922672});
    }

    @Test
    void t1eIpo() {
        check(Objective.ipo(0.1), 23.65625, new double[] {-2.25, -6.5}, new double[] {2.25, 6.5});
    }

    @Test
    void t1gSppoHard() {
        check(sppo(0.001, Sppo.Target.HARD, Sppo.Weight.SUM), 499377.53125, new double[] {-498.5, -500.5}, new double[] {498.75, 501.0});
    }

    @Test
    void rewardsAreLoggedInTrlsNames() {
        Outcome outcome = sppo(0.001, Sppo.Target.SOFT, Sppo.Weight.MEAN).evaluate(Signals.sequences(POLICY, 2, COLUMNS), Carry.empty());
        assertThat(outcome.metrics().get("rewards/chosen").mean()).isCloseTo((0.0015 - 0.0005) / 2, within(1e-15));
        assertThat(outcome.metrics().get("rewards/rejected").mean()).isCloseTo((-0.00125 + 0.001) / 2, within(1e-15));
        assertThat(outcome.metrics().get("loss/scaled").mean()).isCloseTo(0.074998765625, within(1e-12));
        assertThat(outcome.metrics().get("target/beyond_likelihood").mean()).as("of 360, -380, 140, -90 the last is within -log pi").isEqualTo(0.75);
    }

    /** 8.1.8: loss(c·η, c·a, c·b) = c²·loss(η, a, b); 8.1.9: sppo equals sppo_single where the win rates mirror each other. */
    @Test
    void identities() {
        double c = 7;
        double[] scaled = new double[4];
        double[] reference = COLUMNS.get(Column.REFERENCE);
        for (int i = 0; i < 4; i++) {
            scaled[i] = reference[i] + c * (POLICY[i] - reference[i]);
        }
        double one = Objective.sppo(10).evaluate(Signals.sequences(POLICY, 2, COLUMNS), Carry.empty()).value();
        double other = Objective.sppo(10 * c).evaluate(Signals.sequences(scaled, 2, COLUMNS), Carry.empty()).value();
        assertThat(other).isCloseTo(c * c * one, within(1e-9 * other));
        Columns mirrored = COLUMNS.with(Column.WIN_RATE, 0.95, 0.05, 0.7, 0.3);
        assertThat(Objective.sppo(10).evaluate(Signals.sequences(POLICY, 2, mirrored), Carry.empty()).coefficient())
            .containsExactly(sppo(0.1, Sppo.Target.SINGLE, Sppo.Weight.MEAN).evaluate(Signals.sequences(POLICY, 2, mirrored), Carry.empty()).coefficient(),
                within(1e-12));
    }

    @Test
    void partitionBaselineGateAndGroups() {
        double eta = 4;
        double[] win = {0.8, 0.5, 0.2};
        double logZ = Math.log(Arrays.stream(win).map(p -> Math.exp(eta * p)).average().orElseThrow());
        Columns columns = Columns.of(Column.REFERENCE, -10, -11, -12).with(Column.WIN_RATE, win).with(Column.LENGTH, 4, 5, 6)
            .with(Column.LOG_PARTITION, logZ).with(Column.SIMILARITY, 0.25);
        double[] policy = {-9, -11, -13};
        Outcome exact = new Sppo(eta, Unit.GROUP, Sppo.Target.SOFT, Sppo.Weight.MEAN, Sppo.Baseline.PARTITION, 0.5, false, false)
            .evaluate(Signals.sequences(policy, 3, columns), Carry.empty());
        for (int i = 0; i < 3; i++) {
            assertThat(exact.coefficient()[i]).isCloseTo(2.0 / 3 * (policy[i] - columns.get(Column.REFERENCE)[i] - (eta * win[i] - logZ)), within(1e-12));
        }
        Outcome gated = new Sppo(eta, Unit.GROUP, Sppo.Target.SOFT, Sppo.Weight.SUM, Sppo.Baseline.CONSTANT, 0.4, true, true)
            .evaluate(Signals.sequences(policy, 3, columns), Carry.empty());
        double residual = 1.0 / 4 - eta * (0.5 + 0.75 * 0.3 - 0.4);
        assertThat(gated.coefficient()[0]).isCloseTo(2 * residual / 4, within(1e-12));
    }

    @Test
    void meaninglessOptionsAreRefused() {
        assertThatThrownBy(() -> Objective.dpo(0, 0)).hasMessageContaining("beta is 0.0");
        assertThatThrownBy(() -> Objective.dpo(1, 0.5)).hasMessageContaining("label_smoothing");
        assertThatThrownBy(() -> new Sppo(1, Unit.GROUP, Sppo.Target.HARD, Sppo.Weight.SUM, Sppo.Baseline.CONSTANT, 0.5, false, false))
            .hasMessageContaining("no single loser");
    }
}
