package dev.plackett.robust.flag;

import dev.plackett.robust.Gram;
import dev.plackett.robust.SymmetricEigen;
import dev.plackett.robust.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The subspace by iteratively reweighted least squares, on the p × p inner products: the columns that the paper decomposes are combinations of the p
 * unit gradients, so the subspace is Y = ĜZ with a small Z, and n never appears. B = Σ ω bbᵀ over the columns' coefficient vectors b, B = LLᵀ; the
 * top eigenvectors Q of LᵀK̂L with eigenvalues Θ give Z = LQΘ^(−½), so that ZᵀK̂Z = 1.
 */
final class Subspace {

    /** ε of the released code: weights stay finite where a gradient is explained whole. */
    static final double EPSILON = 1e-7;
    private static final double STOP = 1e-10;
    private static final double RANK = 1e-12;

    private final Flag flag;
    private final int p;
    private final int m;
    private final double[] norms;
    private final double[][] distances;
    private final double[][] cosines;

    /**
     * @param basis     Z by column, {@code [k, p]}
     * @param projected ZᵀK̂: the unit gradients in the subspace's coordinates, {@code [k, p]}
     * @param quality   v
     * @param spectrum  Θ, all of it
     */
    record Step(double[][] basis, double[][] projected, double[] quality, double[] spectrum) {}

    /**
     * @param subspace           empty where all gradients are zero
     * @param objective          Σ (1−v)^(1/a) before the first step and after each one
     * @param objectiveWithPairs the same with the pairs' terms
     * @param gap                Θ_m/Θ_(m+1); infinite where there is no such eigenvalue
     * @param rank               eigenvalues above rounding
     */
    record Fit(Optional<Step> subspace, double[] objective, double[] objectiveWithPairs, double gap, int rank) {}

    Subspace(Gram gram, Flag flag, int m) {
        this.flag = flag;
        this.p = gram.size();
        this.m = m;
        this.norms = gram.norms();
        this.cosines = gram.cosines();
        this.distances = Arrays.stream(gram.squaredDistances()).map(row -> Arrays.stream(row).map(Math::sqrt).toArray()).toArray(double[][]::new);
    }

    /**
     * The released loop: it stops when the data's part of the objective rises, and then takes the step before, or falls by no more than 1e-10, or is
     * that small.
     */
    Fit fit(int most) {
        boolean logarithm = Double.isInfinite(flag.exponent());
        List<Double> data = new ArrayList<>(List.of(dataTerms(new double[p])));
        List<Double> all = new ArrayList<>(List.of(dataTerms(new double[p]) + pairTerms(null)));
        Step at = null;
        double fall = 1;
        while (Arrays.stream(norms).sum() > 0 && data.size() <= most && fall > STOP && (logarithm || data.get(data.size() - 1) > STOP)) {
            Step next = step(at);
            double value = dataTerms(next.quality());
            fall = data.get(data.size() - 1) - value;
            if (fall <= 0 && at != null) {
                break;
            }
            at = next;
            data.add(value);
            all.add(value + pairTerms(next));
        }
        double[] spectrum = at == null ? new double[p] : at.spectrum();
        double gap = m < p && spectrum[m] > RANK * spectrum[0] ? spectrum[m - 1] / spectrum[m] : Double.POSITIVE_INFINITY;
        return new Fit(Optional.ofNullable(at), toArray(data), toArray(all), gap, rank(spectrum));
    }

    private static double[] toArray(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static int rank(double[] spectrum) {
        return (int) Arrays.stream(spectrum).filter(theta -> theta > spectrum[0] * RANK).count();
    }

    private double dataTerms(double[] quality) {
        return Arrays.stream(quality).map(this::term).sum();
    }

    private double pairTerms(Step at) {
        double sum = 0;
        for (int i = 0; i < p && flag.lambda() > 0; i++) {
            for (int j = 0; j < i; j++) {
                double[] xy = flag.weights().vector(norms, distances, i, j);
                sum += xy[0] == 0 && xy[1] == 0 ? 0 : 2 * flag.weights().strength(flag.lambda(), p) * term(ratio(at, xy, i, j));
            }
        }
        return sum;
    }

    /** (1−v)^(1/a), or ½ log(1−v+ε) for an infinite a. Released pairs have ratios above 1: there |1−q| counts. */
    private double term(double ratio) {
        double left = ratio > 1 && ratio < 1 + 1e-9 ? 0 : Math.abs(1 - ratio);
        return Double.isInfinite(flag.exponent()) ? 0.5 * Math.log(left + EPSILON) : Math.pow(left, 1 / flag.exponent());
    }

    /** ω = (|1−v| + ε)^(1/a − 1). */
    private double weight(double ratio) {
        return Math.pow(Math.abs(1 - ratio) + EPSILON, 1 / flag.exponent() - 1);
    }

    /** The share of a pair's vector x ĝᵢ − y ĝⱼ that a subspace explains; 0 for the uniform start. */
    private static double ratio(Step at, double[] xy, int i, int j) {
        double square = 0;
        for (int k = 0; at != null && k < at.projected().length; k++) {
            double along = xy[0] * at.projected()[k][i] - xy[1] * at.projected()[k][j];
            square += along * along;
        }
        return square;
    }

    private Step step(Step before) {
        double[][] lower = flag.lambda() > 0 ? cholesky(columns(before)) : diagonal(before);
        double[][] half = new double[p][p];
        double[][] inner = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                for (int k = j; k < p; k++) {
                    half[i][j] += cosines[i][k] * lower[k][j];
                }
            }
        }
        for (int i = 0; i < p; i++) {
            for (int j = i; j < p; j++) {
                for (int k = i; k < p; k++) {
                    inner[i][j] += lower[k][i] * half[k][j];
                }
                inner[j][i] = inner[i][j];
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(inner);
        int k = Math.min(m, rank(eigen.values()));
        double[][] basis = new double[k][p];
        double[][] projected = new double[k][p];
        double[] quality = new double[p];
        for (int c = 0; c < k; c++) {
            double scale = 1 / Math.sqrt(eigen.values()[c]);
            for (int i = 0; i < p; i++) {
                for (int j = 0; j <= i; j++) {
                    basis[c][i] += scale * lower[i][j] * eigen.vectors()[c][j];
                }
            }
            for (int i = 0; i < p; i++) {
                projected[c][i] = Weights.dot(basis[c], cosines[i]);
                quality[i] += projected[c][i] * projected[c][i];
            }
        }
        return new Step(basis, projected, quality, eigen.values());
    }

    private double[][] diagonal(Step before) {
        double[][] out = new double[p][p];
        for (int i = 0; i < p; i++) {
            out[i][i] = Math.sqrt(weight(before == null ? 0 : before.quality()[i]));
        }
        return out;
    }

    /** B, the sum of ω bbᵀ over data and both orders of each pair. */
    private double[][] columns(Step before) {
        double[][] b = new double[p][p];
        for (int i = 0; i < p; i++) {
            b[i][i] += weight(before == null ? 0 : before.quality()[i]);
            for (int j = 0; j < i; j++) {
                double[] xy = flag.weights().vector(norms, distances, i, j);
                double omega = 2 * flag.weights().strength(flag.lambda(), p) * weight(ratio(before, xy, i, j));
                b[i][i] += omega * xy[0] * xy[0];
                b[j][j] += omega * xy[1] * xy[1];
                b[i][j] -= omega * xy[0] * xy[1];
                b[j][i] = b[i][j];
            }
        }
        return b;
    }

    /** B = LLᵀ; B is positive definite, for its diagonal of data weights is. */
    private static double[][] cholesky(double[][] b) {
        int p = b.length;
        double[][] lower = new double[p][p];
        for (int j = 0; j < p; j++) {
            for (int i = j; i < p; i++) {
                double sum = b[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
            }
        }
        return lower;
    }
}
