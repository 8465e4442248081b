package dev.plackett.objective.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 5.5 of the specification: expectations of the coefficients over every batch there is, and the bias that theory predicts. */
class EnumerationTest {

    private static final double[] F = {0, 1, 2};
    private static final double LOG_Z = Math.log(11.107337927389695);

    /** Expected weight per state, expected sum of weights, expected log u. */
    private record Expected(double[] weights, double sum, double logU) {}

    private static Expected enumerate(Meco meco, double[] q, int batch, Carry carry) {
        double[] weights = new double[3];
        double sum = 0;
        double logU = 0;
        for (int code = 0; code < Math.pow(3, batch); code++) {
            int[] states = new int[batch];
            double probability = 1;
            for (int j = 0, rest = code; j < batch; j++, rest /= 3) {
                states[j] = rest % 3;
                probability *= q[states[j]];
            }
            double[] f = Arrays.stream(states).mapToDouble(s -> F[s]).toArray();
            double[] logQ = Arrays.stream(states).mapToDouble(s -> Math.log(q[s])).toArray();
            Outcome outcome = meco.evaluate(EnergySignals.of(new double[] {1}, f, logQ), carry);
            for (int j = 0; j < batch; j++) {
                weights[states[j]] += probability * outcome.coefficient()[1 + j];
                sum += probability * outcome.coefficient()[1 + j];
            }
            logU += probability * LogPartitions.of(outcome.next()).group(0).logU();
        }
        return new Expected(weights, sum, logU);
    }

    @Test
    void selfNormalisedImportanceSampling() {
        double[] uniform = {1 / 3.0, 1 / 3.0, 1 / 3.0};
        Expected two = enumerate(Meco.snis(), uniform, 2, Carry.empty());
        assertThat(two.weights()).containsExactly(new double[] {0.1973654096426917, 0.3333333333333333, 0.469301257023975}, within(1e-14));
        assertThat(two.logU() - LOG_Z).isCloseTo(-0.1592137103541411, within(1e-13));
        Expected four = enumerate(Meco.snis(), uniform, 4, Carry.empty());
        assertThat(four.weights()).containsExactly(new double[] {0.13198818852388539, 0.298474355658173, 0.5695374558179419}, within(1e-14));
        assertThat(four.logU() - LOG_Z).isCloseTo(-0.07542703767464998, within(1e-13));
        Expected other = enumerate(Meco.snis(), new double[] {0.2, 0.3, 0.5}, 2, Carry.empty());
        assertThat(other.logU() - LOG_Z).isCloseTo(-0.03581457386283615, within(1e-13));
        assertThat(other.sum()).isCloseTo(1, within(1e-14));
    }

    @Test
    void theMovingAverageWithOneSample() {
        double[] uniform = {1 / 3.0, 1 / 3.0, 1 / 3.0};
        LogPartitions exact = LogPartitions.of(Carry.empty(), 1);
        exact.group(0, new LogAverage(LOG_Z, 1));
        Carry carry = exact.into(Carry.empty());
        Expected tenth = enumerate(Meco.of(0.1), uniform, 1, carry);
        assertThat(tenth.weights()).containsExactly(new double[] {0.09711939848544263, 0.2514113515074717, 0.6049997474487929}, within(1e-14));
        assertThat(tenth.sum()).isCloseTo(0.9535304974417073, within(1e-14));
        assertThat(enumerate(Meco.of(0.5), uniform, 1, carry).sum()).isCloseTo(0.8681376191115102, within(1e-14));
        double[] p = {0.09003057317038046, 0.24472847105479764, 0.6652409557748219};
        assertThat(enumerate(Meco.of(1e-12), uniform, 1, carry).weights()).containsExactly(p, within(1e-11));
        assertThat(enumerate(Meco.of(0.5).lagged(), uniform, 1, carry).weights()).as("the average before the batch is unbiased where it is exact")
            .containsExactly(p, within(1e-14));
    }

    /** Bias of Σ ω ∇f at a fixed θ against the formula of first order, and that of log u. */
    @ParameterizedTest
    @CsvSource({"4, 0.1, false, -0.01854", "4, 0.1, true, 0.00790", "16, 1, false, -0.02858"})
    void theBiasThatTheoryPredicts(int batch, double gamma, boolean lagged, double predicted) {
        Meco meco = lagged ? Meco.of(gamma).lagged() : Meco.of(gamma);
        SplittableRandom random = new SplittableRandom(11);
        double deviation = 1.5;
        int steps = 300_000;
        Carry carry = Carry.empty();
        double sum = 0;
        double squares = 0;
        double logU = 0;
        for (int t = 0; t < steps; t++) {
            double[] y = new double[batch];
            double[] f = new double[batch];
            double[] logQ = new double[batch];
            for (int j = 0; j < batch; j++) {
                y[j] = deviation * random.nextGaussian();
                f[j] = y[j] - y[j] * y[j] / 2;
                logQ[j] = -y[j] * y[j] / (2 * deviation * deviation) - Math.log(deviation * Math.sqrt(2 * Math.PI));
            }
            Signals signals = EnergySignals.of(new double[] {0}, f, logQ);
            Outcome outcome = meco.evaluate(signals, carry);
            carry = outcome.next();
            double gradient = 0;
            for (int j = 0; j < batch; j++) {
                gradient += outcome.coefficient()[1 + j] * y[j];
            }
            sum += gradient;
            squares += gradient * gradient;
            logU += LogPartitions.of(carry).group(0).logU();
        }
        double bias = sum / steps - 1;
        double error = Math.sqrt((squares / steps - Math.pow(sum / steps, 2)) / steps);
        // What first order leaves out is of the next order in 1/B; successive gradients are correlated.
        assertThat(bias).isCloseTo(predicted, within(0.12 * Math.abs(predicted) + 4 * error));
        double rho = 1.6004150753300552;
        double low = -0.5 * gamma / (2 - gamma) * (rho - 1) / batch;
        double logZ = 0.5 + 0.5 * Math.log(2 * Math.PI);
        assertThat(logU / steps - logZ).isCloseTo(low, within(0.12 * Math.abs(low) + 0.002));
    }
}
