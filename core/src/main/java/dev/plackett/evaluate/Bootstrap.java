package dev.plackett.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap (Efron 1979): the same numbers for the same seed.
 *
 * @param resamples how many resamples, 1000 or more for a 95 % interval
 * @param level     confidence, in (0, 1)
 * @param seed      of the resampling
 */
public record Bootstrap(int resamples, double level, long seed) {

    public Bootstrap {
        if (resamples < 1 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException("resamples is " + resamples + " and level " + level + ", expected at least 1 and a number in (0, 1)");
        }
    }

    /** 95 %, 10,000 resamples. */
    public static Bootstrap seeded(long seed) {
        return new Bootstrap(10_000, 0.95, seed);
    }

    /**
     * The interval of a statistic of {@code n} independent units (prompts, whatever they hold).
     *
     * @param statistic of the units whose indices it is given, which repeat
     */
    public Interval of(int n, ToDoubleFunction<int[]> statistic) {
        if (n < 1) {
            throw new IllegalArgumentException("nothing to resample");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[resamples];
        int[] units = new int[n];
        for (int r = 0; r < resamples; r++) {
            for (int i = 0; i < n; i++) {
                units[i] = random.nextInt(n);
            }
            values[r] = statistic.applyAsDouble(units);
        }
        Arrays.sort(values);
        return new Interval(Distribution.quantile(values, (1 - level) / 2), Distribution.quantile(values, (1 + level) / 2), level);
    }

    /** The interval of the mean of independent values. */
    public Interval ofMean(double... values) {
        return of(values.length, units -> Arrays.stream(units).mapToDouble(i -> values[i]).average().orElseThrow());
    }
}
