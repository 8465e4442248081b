package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SppoTest {

    private static final Sppo HARD = Objective.sppo(1000).with(Sppo.Target.HARD).with(Sppo.Weight.SUM);

    @Test
    void t1aAndT1b() {
        WorkedPairs.check(Objective.sppo(1 / 0.001), 74998.765625, new double[] {-179.25, -70.25}, new double[] {189.375, 45.5});
        WorkedPairs.check(Objective.sppo(1 / 0.1), 4.533125, new double[] {-1.05, -0.95}, new double[] {1.275, 0.95});
    }

    @Test
    void t1cSingle() {
        WorkedPairs.check(Objective.sppo(1000).with(Sppo.Target.SINGLE), 120782.515625, new double[] {-224.25, -100.25}, new double[] {224.375, 100.5});
    }

    @Test
    void t1gHardLabelsAsInTrl() {
        WorkedPairs.check(HARD, 499377.53125, new double[] {-498.5, -500.5}, new double[] {498.75, 501.0});
        WorkedPairs.checkTrl(new Sppo(10, Unit.PAIR, Sppo.Target.HARD, Sppo.Weight.SUM, Sppo.Baseline.CONSTANT, 0.5, false, false), "sppo_hard");
    }

    @Test
    void metrics() {
        Outcome outcome = WorkedPairs.outcome(Objective.sppo(1000));
        assertThat(outcome.metrics().get("rewards/chosen").mean()).isCloseTo((0.0015 - 0.0005) / 2, within(1e-15));
        assertThat(outcome.metrics().get("rewards/rejected").mean()).isCloseTo((-0.00125 + 0.001) / 2, within(1e-15));
        assertThat(outcome.metrics().get("log_ratio/chosen").mean()).isEqualTo(0.5);
        assertThat(outcome.metrics().get("log_ratio/rejected").mean()).isEqualTo(-0.125);
        assertThat(outcome.metrics().get("rewards/accuracies").mean()).isEqualTo(0.5);
        assertThat(outcome.metrics().get("loss/scaled").mean()).isCloseTo(0.074998765625, within(1e-12));
        assertThat(outcome.metrics().get("target/beyond_likelihood").mean()).as("of 360, -380, 140, -90 the last is within -log pi").isEqualTo(0.75);
    }

    @Test
    void scaleIdentity() {
        double c = 7;
        double[] reference = WorkedPairs.COLUMNS.get(Column.REFERENCE);
        double[] scaled = new double[4];
        Arrays.setAll(scaled, i -> reference[i] + c * (WorkedPairs.POLICY[i] - reference[i]));
        double other = Objective.sppo(10 * c).evaluate(Signals.sequences(scaled, 2, WorkedPairs.COLUMNS), Carry.empty()).value();
        assertThat(other).isCloseTo(c * c * WorkedPairs.outcome(Objective.sppo(10)).value(), within(1e-9 * other));
        Columns certain = WorkedPairs.COLUMNS.with(Column.WIN_RATE, 1, 0, 1, 0);
        assertThat(WorkedPairs.outcome(HARD).value()).as("TRL's hard loss is twice the released one at win rates 1 and 0")
            .isEqualTo(2 * Objective.sppo(1000).evaluate(Signals.sequences(WorkedPairs.POLICY, 2, certain), Carry.empty()).value());
    }

    /** 8.1.9: sppo equals sppo_single if and only if the win rates mirror each other and the pair's own win. */
    @Test
    void singleEqualsSoftForMirroredWinRatesOnly() {
        Sppo single = Objective.sppo(10).with(Sppo.Target.SINGLE);
        Columns mirrored = WorkedPairs.COLUMNS.with(Column.WIN_RATE, 0.95, 0.05, 0.7, 0.3);
        Signals signals = Signals.sequences(WorkedPairs.POLICY, 2, mirrored);
        assertThat(Objective.sppo(10).evaluate(signals, Carry.empty()).coefficient())
            .containsExactly(single.evaluate(signals, Carry.empty()).coefficient(), within(1e-12));
        Signals askew = Signals.sequences(WorkedPairs.POLICY, 2, mirrored.with(Column.WIN_RATE, 0.95, 0.06, 0.7, 0.3));
        assertThat(Math.abs(Objective.sppo(10).evaluate(askew, Carry.empty()).value() - single.evaluate(askew, Carry.empty()).value())).isGreaterThan(1e-3);
    }

    @Test
    void properties() {
        Sppo plain = Objective.sppo(10);
        for (Sppo sppo : new Sppo[] {plain, plain.with(Sppo.Weight.SUM), plain.with(Sppo.Target.HARD), plain.with(Sppo.Target.SINGLE),
            plain.withConstant(0.3), plain.withPartition(), plain.withGate(), plain.with(Sppo.Target.SINGLE).withGate(), plain.onTokenMeans(),
            plain.onAllAnswers(), plain.onAllAnswers().with(Sppo.Weight.SUM).withPartition().withGate().onTokenMeans()}) {
            ObjectiveProperties.check(sppo, s -> naive(sppo, s));
        }
    }

    private static double naive(Sppo o, Signals s) {
        double total = 0;
        for (int u = 0; u < s.units(); u++) {
            int k = s.unitStart()[u + 1] - s.unitStart()[u];
            for (int j = 0; j < k; j++) {
                int i = s.unitStart()[u] + j;
                double[] hard = {1, 0};
                double p = o.target() == Sppo.Target.SOFT ? s.column(Column.WIN_RATE)[i]
                    : o.target() == Sppo.Target.HARD ? hard[j] : Math.abs(j - s.column(Column.PAIR_WIN)[u]);
                if (o.gated()) {
                    double g = s.column(Column.SIMILARITY)[u];
                    p = g * 0.5 + (1 - g) * p;
                }
                double target = o.baseline() == Sppo.Baseline.CONSTANT ? o.eta() * (p - o.constant()) : o.eta() * p - s.column(Column.LOG_PARTITION)[u];
                double ratio = (s.policy()[i] - s.column(Column.REFERENCE)[i]) / (o.tokenMean() ? s.column(Column.LENGTH)[i] : 1);
                total += Math.pow(ratio - target, 2) / (o.weight() == Sppo.Weight.MEAN ? k : 1);
            }
        }
        return total / s.divisors().units();
    }

    @Test
    void atTheReferenceItIsReinforceWithTheWinRateAboveOneHalf() {
        double[] reference = WorkedPairs.COLUMNS.get(Column.REFERENCE);
        double[] coefficient = Objective.sppo(10).evaluate(Signals.sequences(reference, 2, WorkedPairs.COLUMNS), Carry.empty()).coefficient();
        double[] win = WorkedPairs.COLUMNS.get(Column.WIN_RATE);
        for (int i = 0; i < 4; i++) {
            assertThat(coefficient[i]).isCloseTo(-10 * (win[i] - 0.5) / 2, within(1e-12));
        }
    }

    /** 8.1.4: another constant moves every coefficient by the same amount, which vanishes in expectation over the policy's own answers. */
    @Test
    void aConstantShiftsAllCoefficientsAlike() {
        double[] half = WorkedPairs.outcome(Objective.sppo(10)).coefficient();
        double[] third = WorkedPairs.outcome(Objective.sppo(10).withConstant(0.3)).coefficient();
        for (int i = 0; i < 4; i++) {
            assertThat(third[i] - half[i]).isCloseTo(10 * (0.3 - 0.5) / 2, within(1e-12));
        }
    }

    @Test
    void meaninglessOptionsAreRefused() {
        assertThatThrownBy(() -> Objective.sppo(1).with(Sppo.Target.HARD).onAllAnswers()).hasMessageContaining("no single loser");
        assertThatThrownBy(() -> Objective.sppo(1).with(Sppo.Target.HARD).withPartition()).hasMessageContaining("CONSTANT for HARD");
        assertThatThrownBy(() -> Objective.sppo(1).withConstant(1.5)).hasMessageContaining("constant is 1.5, expected 0 to 1");
        assertThatThrownBy(() -> Objective.sppo(0)).hasMessageContaining("eta is 0.0");
        Columns three = Columns.of(Column.REFERENCE, 0, 0, 0).with(Column.WIN_RATE, 0, 0, 0);
        assertThatThrownBy(() -> Objective.sppo(1).evaluate(Signals.sequences(new double[3], 3, three), Carry.empty()))
            .hasMessageContaining("the number of sequences in unit 0 is 3, expected 2");
    }
}
