package dev.plackett.evaluate.did;

import dev.plackett.evaluate.ComparisonGraph;
import dev.plackett.objective.Logistic;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * All preference pairs over a finite space at once: the mass of each ordered pair, the population's or a sample's share.
 *
 * @param mass {@code mass[a][b]} of chosen a beside rejected b {@code [V, V]}, at least 0, 1 in all; callers do not write into it
 */
public record PairMatrix(double[][] mass) {

    public PairMatrix {
        double sum = 0;
        for (int a = 0; a < mass.length; a++) {
            if (mass[a].length != mass.length || !Arrays.stream(mass[a]).allMatch(m -> m >= 0)) {
                throw new IllegalArgumentException("row " + a + " of the pairs is " + Arrays.toString(mass[a]) + ", expected " + mass.length
                    + " numbers of at least 0");
            }
            sum += Arrays.stream(mass[a]).sum();
        }
        if (!(Math.abs(sum - 1) < 1e-6)) {
            throw new IllegalArgumentException("the pairs have mass " + sum + ", expected 1");
        }
    }

    /** Independent pairs: π_w(a)·π_l(b). */
    public static PairMatrix independent(FinitePolicy chosen, FinitePolicy rejected) {
        return weighing(chosen.size(), (a, b) -> Math.exp(chosen.logs()[a] + rejected.logs()[b]));
    }

    /** Two responses of any policies, labelled by a coin that falls for a with probability σ(β[log q(a) − log q(b)]): the same optimum as the closed form. */
    public static PairMatrix labelled(FinitePolicy first, FinitePolicy second, Did did, double beta) {
        ClosedForm.positive("beta", beta);
        double[] f = first.probabilities();
        double[] s = second.probabilities();
        return weighing(f.length, (a, b) -> (f[a] * s[b] + f[b] * s[a]) * Logistic.sigmoid(beta * (did.logRatio()[a] - did.logRatio()[b])));
    }

    /** The shares of {@code counts[a][b]} observed pairs. */
    public static PairMatrix ofCounts(double[][] counts) {
        double total = Arrays.stream(counts).flatMapToDouble(Arrays::stream).sum();
        if (!(total > 0)) {
            throw new IllegalArgumentException("no pair was counted");
        }
        return weighing(counts.length, (a, b) -> counts[a][b] / total);
    }

    /** The shares of {@code n} pairs drawn from these. */
    public PairMatrix sample(int n, RandomGenerator random) {
        Categorical pairs = Categorical.of(Arrays.stream(mass).flatMapToDouble(Arrays::stream).toArray());
        double[][] counts = new double[size()][size()];
        for (int i = 0; i < n; i++) {
            int pair = pairs.draw(random);
            counts[pair / size()][pair % size()]++;
        }
        return ofCounts(counts);
    }

    /** V. */
    public int size() {
        return mass.length;
    }

    /** Probability that a is the chosen one of {a, b}: σ(log π_w(a)/π_l(a) − log π_w(b)/π_l(b)) for independent pairs. */
    public double label(int a, int b) {
        return mass[a][b] / (mass[a][b] + mass[b][a]);
    }

    /** Σ mass·f(chosen, rejected). */
    public double mean(PairFunction f) {
        double sum = 0;
        for (int a = 0; a < size(); a++) {
            for (int b = 0; b < size(); b++) {
                sum += mass[a][b] == 0 ? 0 : mass[a][b] * f.at(a, b);
            }
        }
        return sum;
    }

    /** With every label turned round with probability {@code rate}. */
    public PairMatrix flipped(double rate) {
        return weighing(size(), (a, b) -> (1 - rate) * mass[a][b] + rate * mass[b][a]);
    }

    /** Only pairs whose chosen response has the higher score, scaled to mass 1. What looks like cleaning takes away what keeps DPO's optimum finite. */
    public PairMatrix rightOrderOnly(double[] score) {
        double[][] kept = new double[size()][size()];
        for (int a = 0; a < size(); a++) {
            for (int b = 0; b < size(); b++) {
                kept[a][b] = score[a] > score[b] ? mass[a][b] : 0;
            }
        }
        return ofCounts(kept);
    }

    /** How the pairs are ordered by a score, such as a target's log-ratio; a response beside itself is a tie. */
    public Order order(double[] score) {
        return new Order(mean((a, b) -> score[a] > score[b] ? 1 : 0), mean((a, b) -> score[a] < score[b] ? 1 : 0),
            mean((a, b) -> score[a] == score[b] ? 1 : 0));
    }

    /** Mass of each response among the chosen. */
    public double[] chosen() {
        return Arrays.stream(mass).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    }

    /** Who was preferred to whom: DPO's optimum is finite where it is strongly connected. */
    public ComparisonGraph graph() {
        return new ComparisonGraph(mass);
    }

    private static PairMatrix weighing(int size, PairFunction weight) {
        double[][] out = new double[size][size];
        for (int a = 0; a < size; a++) {
            for (int b = 0; b < size; b++) {
                out[a][b] = weight.at(a, b);
            }
        }
        return new PairMatrix(out);
    }

    /** A number for each pair. */
    @FunctionalInterface
    public interface PairFunction {
        /** For chosen response a and rejected b. */
        double at(int a, int b);
    }

    /**
     * Shares of pairs.
     *
     * @param right the chosen response scores higher
     * @param wrong the rejected one does; such pairs belong to the data
     * @param tie   neither
     */
    public record Order(double right, double wrong, double tie) {}
}
