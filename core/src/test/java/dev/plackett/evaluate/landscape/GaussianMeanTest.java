package dev.plackett.evaluate.landscape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import dev.plackett.objective.energy.Ence;
import dev.plackett.objective.energy.Nce;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 5.2 of the specification: losses, gradients, Hessians and exact descent without noise of sampling. */
class GaussianMeanTest {

    @ParameterizedTest
    @CsvSource({"2, 0.3563164, 2.8443e-2, 2.6288e-1, 9.24229", "4, 6.042699e-2, 1.03011e-3, 9.01305e-2, 87.496",
        "8, 9.353508e-5, 1.73314e-7, 4.20222e-4, 2424.63", "16, 1.919388e-15, 2.68611e-19, 3.16639e-14, 117880"})
    void nceAtItsOptimum(double r, double loss, double small, double large, double condition) {
        LossPoint at = new GaussianMean(r).nce().at(r, r * r / 2);
        assertThat(at.value()).isCloseTo(loss, relative(loss, 1e-6));
        assertThat(at.eigenvalues()[0]).isCloseTo(small, relative(small, 1e-4));
        assertThat(at.eigenvalues()[1]).isCloseTo(large, relative(large, 1e-4));
        assertThat(at.condition()).isCloseTo(condition, relative(condition, 1e-4));
        assertThat(Math.hypot(at.gradient()[0], at.gradient()[1])).isLessThan(1e-12 * loss);
    }

    @ParameterizedTest
    @CsvSource({"2, 0.6065307, 6.854102", "4, 0.1353353, 33.97056", "8, 3.354626e-4, 321.9969", "16, 1.266417e-14, 4354.0", "3, 0.3246525, 16"})
    void enceAtItsOptimum(double r, double loss, double condition) {
        LossPoint at = new GaussianMean(r).ence().at(r, r * r / 2);
        double scale = Math.exp(-r * r / 8) / 4;
        assertThat(at.value()).isCloseTo(loss, relative(loss, 1e-6)).isCloseTo(Math.exp(-r * r / 8), relative(loss, 1e-12));
        assertThat(at.condition()).isCloseTo(condition, relative(condition, 1e-6));
        assertThat(at.hessian()).containsExactly(new double[] {scale * (1 + r * r / 4), -scale * r / 2, scale}, within(1e-12 * scale * r * r));
    }

    @Test
    void singlePlaces() {
        GaussianMean two = new GaussianMean(2);
        LossPoint nce = two.nce().at(1, 0.5);
        assertThat(nce.value()).isCloseTo(0.4290087860134233, within(1e-12));
        assertThat(nce.gradient()).containsExactly(new double[] {-0.0478449947947353, -0.08824973099632458}, within(1e-12));
        assertThat(nce.hessian()).containsExactly(new double[] {0.3091882184, -0.1311785482, 0.1736284104}, within(1e-9));
        LossPoint ence = two.ence().at(1, 0.5);
        assertThat(ence.value()).isCloseTo(0.7088791655517928, within(1e-14));
        assertThat(ence.gradient()).containsExactly(new double[] {-0.09041092287154694, -0.08680886851640127}, within(1e-14));
        GaussianMean far = new GaussianMean(16);
        assertThat(norm(far.nce().gradient(15, 112.5))).isCloseTo(1.888e-13, within(1e-16));
        assertThat(norm(far.ence().gradient(15, 112.5))).isCloseTo(1.153e-12, within(1e-15));
        assertThat(far.nce().gradient(15.9, 126.405)).containsExactly(new double[] {3.193e-15, -4.018e-16}, within(1e-18));
        for (double r : new double[] {1, 4, 16}) {
            GaussianMean any = new GaussianMean(r);
            assertThat(any.nce().at(0, 0).value()).isCloseTo(Math.log(2), within(1e-12));
            assertThat(any.nce().gradient(0, 0)).containsExactly(new double[] {-r / 4, 0}, within(1e-12));
            assertThat(any.ence().at(0, 0).value()).isEqualTo(1);
            assertThat(any.ence().gradient(0, 0)).containsExactly(-r / 4, 0);
            assertThat(any.likelihood().gradient(0, 0)[0]).isEqualTo(-r);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 15, 4", "2, 71, 5", "3, 369, 5", "4, 2218, 6", "5, 15600, 6"})
    void stepsOfGradientDescent(double r, int nce, int likelihood) {
        GaussianMean problem = new GaussianMean(r);
        assertThat((double) Descent.plain(1).stepsUntil(problem.nce(), near(r), 20_000)).isCloseTo(nce, within(Math.max(1, 0.01 * nce)));
        assertThat(Descent.plain(0.5).stepsUntil(problem.likelihood(), near(r), 100)).isEqualTo(likelihood);
    }

    @ParameterizedTest
    @CsvSource({"2, 0.01, 280", "4, 0.01, 896", "8, 0.01, 3351", "16, 0.01, 17740", "16, 0.1, 9131"})
    void stepsOfNormalisedDescentOnEnce(double r, double rate, int steps) {
        assertThat((double) Descent.normalised(rate).stepsUntil(new GaussianMean(r).ence(), near(r), 60_000)).isCloseTo(steps, within(0.01 * steps));
    }

    @Test
    void farNoiseIsFlatForNceAndNotForTheLikelihood() {
        GaussianMean far = new GaussianMean(16);
        double[][] plain = Descent.plain(1).path(far.nce(), 5000);
        assertThat(plain[0][5000]).isLessThan(1.5);
        assertThat(Descent.plain(0.5).stepsUntil(far.likelihood(), near(16), 100)).isEqualTo(8);
        assertThat(Descent.plain(0.1).stepsUntil(far.likelihood(), near(16), 100)).isEqualTo(49);
        assertThat(Descent.plain(0.05).stepsUntil(far.likelihood(), near(16), 100)).isEqualTo(99);
        double[][] ence = Descent.normalised(0.1).path(far.ence(), 20_000);
        assertThat(ence[0][20_000]).isCloseTo(15.95, within(0.05));
        assertThat(Descent.plain(0.05).path(far.ence(), 20_000)[0][20_000]).isCloseTo(1.61, within(0.01));
    }

    /** The losses that are trained with, on the nodes of a quadrature as weighted rows, are these landscapes. */
    @Test
    void theObjectivesAreTheseLosses() {
        GaussianMean problem = new GaussianMean(2);
        agrees(new Nce(1), problem.nce());
        agrees(new Ence(Ence.Form.PLAIN), problem.ence());
    }

    private static void agrees(Objective objective, Landscape landscape) {
        int n = 4001;
        double theta = 1.3;
        double alpha = -0.4;
        double[] f = new double[2 * n];
        double[] x = new double[2 * n];
        double[] logNoise = new double[2 * n];
        double[] data = new double[2 * n];
        double[] weight = new double[2 * n];
        for (int i = 0; i < 2 * n; i++) {
            data[i] = i < n ? 1 : 0;
            x[i] = -12 + 26.0 * (i % n) / (n - 1);
            logNoise[i] = -x[i] * x[i] / 2 - 0.5 * Math.log(2 * Math.PI);
            f[i] = logNoise[i] + theta * x[i] - alpha;
            double z = i < n ? x[i] - 2 : x[i];
            weight[i] = Math.exp(-z * z / 2);
        }
        Columns columns = Columns.of(Column.DATA, data).with(Column.NOISE, logNoise).with(Column.WEIGHT, weight);
        Outcome outcome = objective.evaluate(Signals.sequences(f, 2 * n, columns), Carry.empty());
        double[] gradient = new double[2];
        for (int i = 0; i < 2 * n; i++) {
            gradient[0] += outcome.coefficient()[i] * x[i];
            gradient[1] -= outcome.coefficient()[i];
        }
        LossPoint expected = landscape.at(theta, alpha);
        assertThat(outcome.value()).isCloseTo(expected.value(), within(1e-12));
        assertThat(gradient).containsExactly(expected.gradient(), within(1e-12));
    }

    private static java.util.function.DoublePredicate near(double r) {
        return theta -> Math.abs(theta - r) <= 0.1;
    }

    private static double norm(double[] v) {
        return Math.hypot(v[0], v[1]);
    }

    private static Offset<Double> relative(double value, double share) {
        return within(share * Math.abs(value));
    }
}
