package dev.plackett.recipe.meco.gaussian;

import dev.plackett.evaluate.Estimate;
import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * θ over the steps of many repetitions.
 *
 * @param theta {@code [repetitions][steps + 1]}; NaN where a repetition has diverged
 */
record Paths(double[][] theta) {

    /** Repetitions side by side; each is a function of its number alone, so the threads change nothing. */
    static Paths of(int repetitions, IntFunction<double[]> path) {
        return new Paths(IntStream.range(0, repetitions).parallel().mapToObj(path).toArray(double[][]::new));
    }

    /** Draws for each repetition, made once for all that use them. */
    static Draws[] draws(int repetitions, int steps, int dataRows, int noiseRows, Seeds seeds) {
        return IntStream.range(0, repetitions).parallel().mapToObj(r -> Draws.of(steps, dataRows, noiseRows, seeds.at("repetition").at(r)))
            .toArray(Draws[]::new);
    }

    int steps() {
        return theta[0].length - 1;
    }

    /** Root mean square of θ − target over the repetitions; infinite when one has diverged. */
    double rmse(int step, double target) {
        double sum = 0;
        for (double[] path : theta) {
            sum += (path[step] - target) * (path[step] - target);
        }
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : Math.sqrt(sum / theta.length);
    }

    /** The same over a stretch of steps as well, {@code from} to {@code to} inclusive. */
    double rmse(int from, int to, double target) {
        double sum = 0;
        for (int t = from; t <= to; t++) {
            double at = rmse(t, target);
            sum += at * at;
        }
        return Math.sqrt(sum / (to - from + 1));
    }

    /** The first step at which the root mean square error is at most that; −1 when it never is. */
    int arrival(double target, double within) {
        return IntStream.rangeClosed(0, steps()).filter(t -> rmse(t, target) <= within).findFirst().orElse(-1);
    }

    /** Mean of θ − target after the last step, over the repetitions that have not diverged. */
    Estimate error(double target) {
        return estimate(path -> path[path.length - 1] - target);
    }

    /** Repetitions that have diverged. */
    long diverged() {
        return Arrays.stream(theta).filter(path -> Double.isNaN(path[path.length - 1])).count();
    }

    private Estimate estimate(ToDoubleFunction<double[]> number) {
        return Estimate.of(Arrays.stream(theta).mapToDouble(number).filter(Double::isFinite).toArray());
    }
}
