package dev.plackett.model.density;

import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Centres for a mixture's start: k-means++ seeding (Arthur and Vassilvitskii 2007), then rounds of Lloyd's algorithm. */
final class KMeans {

    private KMeans() {}

    /**
     * The cluster of each point.
     *
     * @param x      points, row by row
     * @param k      clusters, at most as many as points
     * @param rounds of Lloyd's algorithm, at least 1; a cluster may end empty
     */
    static int[] assign(double[] x, int d, int k, int rounds, Seeds seeds) {
        int n = x.length / d;
        double[][] centres = seeded(x, d, k, seeds);
        int[] nearest = new int[n];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < n; i++) {
                nearest[i] = nearest(x, i * d, centres);
            }
            double[][] sums = new double[k][d];
            int[] counts = new int[k];
            for (int i = 0; i < n; i++) {
                counts[nearest[i]]++;
                for (int j = 0; j < d; j++) {
                    sums[nearest[i]][j] += x[i * d + j];
                }
            }
            for (int c = 0; c < k; c++) {
                for (int j = 0; j < d && counts[c] > 0; j++) {
                    centres[c][j] = sums[c][j] / counts[c];
                }
            }
        }
        return nearest;
    }

    private static double[][] seeded(double[] x, int d, int k, Seeds seeds) {
        int n = x.length / d;
        SplittableRandom random = seeds.at("k-means++").random();
        double[][] centres = new double[k][];
        centres[0] = point(x, d, random.nextInt(n));
        double[] distance = new double[n];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        for (int c = 1; c < k; c++) {
            double total = 0;
            for (int i = 0; i < n; i++) {
                distance[i] = Math.min(distance[i], square(x, i * d, centres[c - 1]));
                total += distance[i];
            }
            // Where all points are centres already, any will do.
            centres[c] = point(x, d, total > 0 ? Draws.category(random.nextDouble() * total, distance, 0, n) : random.nextInt(n));
        }
        return centres;
    }

    private static double[] point(double[] x, int d, int i) {
        return Arrays.copyOfRange(x, i * d, (i + 1) * d);
    }

    private static int nearest(double[] x, int at, double[][] centres) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < centres.length; c++) {
            double square = square(x, at, centres[c]);
            if (square < least) {
                least = square;
                best = c;
            }
        }
        return best;
    }

    private static double square(double[] x, int at, double[] centre) {
        double sum = 0;
        for (int j = 0; j < centre.length; j++) {
            sum += (x[at + j] - centre[j]) * (x[at + j] - centre[j]);
        }
        return sum;
    }
}
