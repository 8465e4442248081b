package dev.plackett.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The two-sample Kolmogorov–Smirnov test.
 *
 * @param statistic the largest distance of the two empirical distribution functions, in [0, 1]
 * @param pValue    two-sided, by the limiting distribution with Stephens's (1970) correction for small samples; it takes all observations for independent
 */
public record KolmogorovSmirnov(double statistic, double pValue) {

    /** Of two samples, neither empty. */
    public static KolmogorovSmirnov of(double[] first, double[] second) {
        if (first.length == 0 || second.length == 0) {
            throw new IllegalArgumentException("samples of " + first.length + " and " + second.length + ", expected at least one number each");
        }
        double d = distance(first, second);
        double n = Math.sqrt((double) first.length * second.length / (first.length + second.length));
        return new KolmogorovSmirnov(d, survival((n + 0.12 + 0.11 / n) * d));
    }

    /**
     * The p-value where observations come in groups (prompts): groups are independent of each other, and within each group any of its observations could as
     * well have been in the first sample.
     *
     * @param first        by group
     * @param second       by group, of the same groups
     * @param permutations how many
     */
    public double permuted(double[][] first, double[][] second, int permutations, long seed) {
        int[] sizes = Arrays.stream(first).mapToInt(g -> g.length).toArray();
        double[][] pooled = IntStream.range(0, first.length).mapToObj(g -> IntStream.range(0, sizes[g] + second[g].length)
            .mapToDouble(i -> i < sizes[g] ? first[g][i] : second[g][i - sizes[g]]).toArray()).toArray(double[][]::new);
        double[] one = new double[Arrays.stream(sizes).sum()];
        double[] other = new double[Arrays.stream(pooled).mapToInt(g -> g.length).sum() - one.length];
        SplittableRandom random = new SplittableRandom(seed);
        int asLarge = 0;
        for (int r = 0; r < permutations; r++) {
            int a = 0;
            int b = 0;
            for (int g = 0; g < pooled.length; g++) {
                double[] group = pooled[g];
                for (int i = 0; i < group.length; i++) {
                    if (i < sizes[g]) {
                        int j = i + random.nextInt(group.length - i);
                        double kept = group[i];
                        group[i] = group[j];
                        group[j] = kept;
                        one[a++] = group[i];
                    } else {
                        other[b++] = group[i];
                    }
                }
            }
            asLarge += distance(one, other) >= statistic - 1e-12 ? 1 : 0;
        }
        return (asLarge + 1.0) / (permutations + 1.0);
    }

    private static double distance(double[] first, double[] second) {
        double[] a = first.clone();
        double[] b = second.clone();
        Arrays.sort(a);
        Arrays.sort(b);
        double largest = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            double at = Math.min(a[i], b[j]);
            while (i < a.length && a[i] == at) {
                i++;
            }
            while (j < b.length && b[j] == at) {
                j++;
            }
            largest = Math.max(largest, Math.abs((double) i / a.length - (double) j / b.length));
        }
        return largest;
    }

    /** 2 Σ (−1)^(k−1) exp(−2k²x²), the limiting probability of a larger statistic. */
    private static double survival(double x) {
        if (x < 0.2) {
            return 1;
        }
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            double term = Math.exp(-2.0 * k * k * x * x);
            sum += k % 2 == 1 ? term : -term;
            if (term < 1e-16) {
                break;
            }
        }
        return Math.min(1, Math.max(0, 2 * sum));
    }
}
