package dev.plackett.recipe.meco.gaussian;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Divisors;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import dev.plackett.train.Schedule;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Plain stochastic gradient descent on θ by an objective on f; the step is θ ← θ − η Σ coefficient·∂f/∂θ.
 *
 * @param family     how the Gaussian is written
 * @param data       where data come from
 * @param noise      q
 * @param objective  gives the coefficients
 * @param normaliser whether a constant α is learnt beside θ, f − α, as NCE needs
 * @param wholeData  whether data rows enter one by one; otherwise as one row of their means, which is the same where every data row has the same coefficient
 * @param rate       η by step
 */
record Descent(Family family, Normal data, Normal noise, Objective objective, boolean normaliser, boolean wholeData, Schedule rate) {

    /** Farther than this from anything, a run has run away. */
    private static final double AWAY = 1e7;

    /** By a likelihood: no constant to learn, and data rows all count the same. */
    static Descent likelihood(Family family, Normal data, Normal noise, Objective objective, Schedule rate) {
        return new Descent(family, data, noise, objective, false, false, rate);
    }

    /** By a classifier of data and noise. */
    static Descent classifier(Family family, Normal data, Normal noise, Objective objective, Schedule rate) {
        return new Descent(family, data, noise, objective, true, true, rate);
    }

    /**
     * Runs.
     *
     * @return θ at the start and after every step; NaN from where the run has diverged
     */
    double[] run(Draws draws, double start) {
        int b1 = wholeData ? draws.data()[0].length : 1;
        Rows rows = new Rows(b1, draws.noise()[0].length);
        double[] path = new double[draws.steps() + 1];
        Arrays.fill(path, Double.NaN);
        path[0] = start;
        double theta = start;
        double alpha = 0;
        Carry carry = Carry.empty();
        for (int t = 0; t < draws.steps(); t++) {
            rows.fill(draws.data()[t], draws.noise()[t]);
            Outcome outcome;
            try {
                outcome = objective.evaluate(rows.signals(theta, alpha), carry);
            } catch (ArithmeticException overflow) {
                return path;
            }
            carry = outcome.next();
            double[] c = outcome.coefficient();
            double gradient = 0;
            double constant = 0;
            for (int i = 0; i < c.length; i++) {
                gradient += c[i] * family.slope(rows.x[i], theta);
                constant -= c[i];
            }
            theta -= rate.rate(t) * gradient;
            alpha -= normaliser ? rate.rate(t) * constant : 0;
            if (!(Math.abs(theta) < AWAY && Math.abs(alpha) < AWAY)) {
                return path;
            }
            path[t + 1] = theta;
        }
        return path;
    }

    /** One step's rows: data first. */
    private final class Rows {

        private final int b1;
        private final double[] x;
        private final double[] square;
        private final double[] logNoise;
        private final double[] isData;
        private final int[] starts;

        Rows(int b1, int b2) {
            this.b1 = b1;
            x = new double[b1 + b2];
            square = new double[b1 + b2];
            logNoise = new double[b1 + b2];
            isData = new double[b1 + b2];
            Arrays.fill(isData, 0, b1, 1);
            starts = IntStream.rangeClosed(0, b1 + b2).toArray();
        }

        void fill(double[] ofData, double[] ofNoise) {
            if (wholeData) {
                for (int i = 0; i < b1; i++) {
                    set(i, data.mean() + data.sd() * ofData[i]);
                }
            } else {
                double sum = 0;
                double squares = 0;
                for (double z : ofData) {
                    double value = data.mean() + data.sd() * z;
                    sum += value;
                    squares += value * value;
                }
                x[0] = sum / ofData.length;
                square[0] = squares / ofData.length;
                logNoise[0] = noise.log(x[0]);
            }
            for (int j = 0; j < ofNoise.length; j++) {
                set(b1 + j, noise.mean() + noise.sd() * ofNoise[j]);
            }
        }

        private void set(int i, double value) {
            x[i] = value;
            square[i] = value * value;
            logNoise[i] = noise.log(value);
        }

        Signals signals(double theta, double alpha) {
            double[] f = new double[x.length];
            for (int i = 0; i < f.length; i++) {
                f[i] = family.f(x[i], square[i], theta) - alpha;
            }
            return new Signals(f, starts, new int[] {0, f.length}, Columns.of(Column.DATA, isData).with(Column.NOISE, logNoise),
                new Divisors(1, f.length, f.length, f.length));
        }
    }
}
