package dev.plackett.robust;

import java.util.Arrays;
import java.util.List;

/**
 * The inner products of p gradients: all that many rules need to know of them. Parts over disjoint ranges of parameters add up ({@link #sum}), so
 * gradients that are spread over several machines need not come together.
 *
 * @param workers whose gradients, by row
 * @param values  {@code [p, p]}, symmetric, float64; callers do not write into it
 */
public record Gram(List<String> workers, double[][] values) {

    /** Squared distances below this share of the squared norms are rounding, of the products and of float32 gradients themselves: they count as 0. */
    private static final double RESOLUTION = 1e-14;

    public Gram {
        workers = List.copyOf(workers);
        if (values.length != workers.size() || Arrays.stream(values).anyMatch(row -> row.length != values.length)) {
            throw new IllegalArgumentException("expected inner products of shape [" + workers.size() + ", " + workers.size() + "], one row for each worker");
        }
    }

    /**
     * The products over all parameters from those over parts of them, added in the list's order.
     *
     * @throws IllegalArgumentException when the parts are not about the same workers
     */
    public static Gram sum(List<Gram> parts) {
        Gram first = parts.get(0);
        double[][] total = new double[first.size()][first.size()];
        for (Gram part : parts) {
            if (!part.workers.equals(first.workers)) {
                throw new IllegalArgumentException("expected products of the workers " + first.workers + ", found those of " + part.workers);
            }
            for (int i = 0; i < total.length; i++) {
                for (int j = 0; j < total.length; j++) {
                    total[i][j] += part.values[i][j];
                }
            }
        }
        return new Gram(first.workers, total);
    }

    /** p. */
    public int size() {
        return values.length;
    }

    /** ‖g_i‖. */
    public double norm(int i) {
        return Math.sqrt(values[i][i]);
    }

    /** All norms. */
    public double[] norms() {
        double[] norms = new double[size()];
        Arrays.setAll(norms, this::norm);
        return norms;
    }

    /** ‖g_i − g_j‖²; exactly 0 where it cannot be told from 0. */
    public double squaredDistance(int i, int j) {
        double squares = values[i][i] + values[j][j];
        double distance = squares - 2 * values[i][j];
        return distance <= RESOLUTION * squares ? 0 : distance;
    }

    /** All of them, {@code [p, p]}. */
    public double[][] squaredDistances() {
        double[][] all = new double[size()][size()];
        for (int i = 0; i < size(); i++) {
            for (int j = 0; j < i; j++) {
                all[i][j] = squaredDistance(i, j);
                all[j][i] = all[i][j];
            }
        }
        return all;
    }

    /** ‖Σ wⱼgⱼ − g_i‖. */
    public double distance(double[] weights, int i) {
        double[] difference = weights.clone();
        difference[i] -= 1;
        double square = 0;
        for (int j = 0; j < difference.length; j++) {
            square += difference[j] * Weights.dot(difference, values[j]);
        }
        return Math.sqrt(Math.max(0, square));
    }

    /** √(Σ aᵢ²‖gᵢ‖²) / ‖Σ aᵢgᵢ‖: 1 for gradients at right angles, large where they cancel each other; rounding of a plain sum grows by it. */
    double cancellation(double[] a) {
        double square = 0;
        double parts = 0;
        for (int i = 0; i < a.length; i++) {
            if (a[i] != 0) {
                square += a[i] * Weights.dot(a, values[i]);
                parts += a[i] * a[i] * values[i][i];
            }
        }
        return parts == 0 ? 1 : Math.sqrt(parts / Math.max(0, square));
    }

    /** Products of the unit gradients, {@code [p, p]}; 0 for those of norm 0. */
    public double[][] cosines() {
        double[] norms = norms();
        double[][] all = new double[size()][size()];
        for (int i = 0; i < size(); i++) {
            for (int j = 0; j < size(); j++) {
                all[i][j] = norms[i] == 0 || norms[j] == 0 ? 0 : i == j ? 1 : values[i][j] / norms[i] / norms[j];
            }
        }
        return all;
    }

    /** Those of some of the workers. */
    public Gram select(int... rows) {
        double[][] some = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                some[i][j] = values[rows[i]][rows[j]];
            }
        }
        return new Gram(Arrays.stream(rows).mapToObj(workers::get).toList(), some);
    }

    /** With gradients of zeros in place of some. */
    Gram zeroed(int... rows) {
        double[][] all = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
        for (int i : rows) {
            for (int j = 0; j < size(); j++) {
                all[i][j] = 0;
                all[j][i] = 0;
            }
        }
        return new Gram(workers, all);
    }

    /** The products of weighted sums of the gradients: W K Wᵀ. Rows of weight 0 play no part, whatever they are. */
    public Gram mixed(double[][] weights, List<String> names) {
        double[][] half = new double[weights.length][size()];
        double[][] full = new double[weights.length][weights.length];
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < size(); j++) {
                half[i][j] = Weights.dot(weights[i], values[j]);
            }
        }
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j <= i; j++) {
                full[i][j] = Weights.dot(weights[j], half[i]);
                full[j][i] = full[i][j];
            }
        }
        return new Gram(names, full);
    }
}
