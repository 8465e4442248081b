package dev.plackett.robust;

import dev.plackett.robust.flag.Combine;
import dev.plackett.robust.flag.Flag;
import dev.plackett.robust.flag.PairWeights;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Flag Aggregator as the paper writes it: all columns side by side, data and pairs, and a thin singular value decomposition of them in each step. The
 * specification's section 2.2 word for word, for comparison with the route over inner products.
 */
final class SvdFlag {

    private final double[][] rows;
    private final double[][] unit;
    private final Flag flag;
    private final int p;
    private final int m;
    final List<Double> objective = new ArrayList<>();
    double[] quality;
    private double[][] subspace = {};

    SvdFlag(double[][] rows, Flag flag) {
        this.rows = rows;
        this.flag = flag;
        this.p = rows.length;
        this.m = flag.dimension(p);
        this.unit = Arrays.stream(rows).map(r -> Matrices.norm(r) == 0 ? r.clone() : Matrices.scaled(r, 1 / Matrices.norm(r))).toArray(double[][]::new);
    }

    double[] direction() {
        double[][] basis = {};
        objective.add((double) p);
        double difference = 1;
        while (objective.size() <= flag.iterations() && difference > 1e-10 && objective.get(objective.size() - 1) > 1e-10) {
            double[][] next = step(basis);
            double value = 0;
            for (double[] x : unit) {
                value += Math.sqrt(Math.max(0, 1 - explained(next, x)));
            }
            difference = objective.get(objective.size() - 1) - value;
            if (difference <= 0) {
                break;
            }
            objective.add(value);
            basis = next;
        }
        double[][] last = basis;
        subspace = last;
        quality = Arrays.stream(unit).mapToDouble(x -> explained(last, x)).toArray();
        return combine(last);
    }

    /** x on the subspace that was found. */
    double[] projected(double[] x) {
        double[] out = new double[x.length];
        for (double[] y : subspace) {
            double along = Matrices.dot(y, x);
            Arrays.setAll(out, j -> out[j] + along * y[j]);
        }
        return out;
    }

    private static double explained(double[][] basis, double[] x) {
        return Arrays.stream(basis).mapToDouble(y -> Math.pow(Matrices.dot(y, x), 2)).sum();
    }

    private double[][] step(double[][] basis) {
        double e = 1e-7;
        List<double[]> columns = new ArrayList<>();
        for (double[] x : unit) {
            columns.add(Matrices.scaled(x, Math.pow(Math.abs(1 - explained(basis, x)) + e, -0.25)));
        }
        for (int i = 0; i < p && flag.lambda() > 0; i++) {
            for (int j = 0; j < p; j++) {
                double[][] from = flag.weights() == PairWeights.PAPER ? rows : unit;
                int a = i;
                int b = j;
                double[] difference = new double[rows[0].length];
                Arrays.setAll(difference, k -> from[a][k] - from[b][k]);
                double length = flag.weights() == PairWeights.PAPER ? Matrices.norm(difference) : 1;
                if (i != j && length > 0) {
                    double[] x = Matrices.scaled(difference, 1 / length);
                    double factor = flag.weights() == PairWeights.PAPER ? Math.sqrt(flag.lambda() / (p - 1)) : flag.lambda() / (p * (p - 1));
                    columns.add(Matrices.scaled(x, factor * Math.pow(Math.abs(1 - explained(basis, x)) + e, -0.25)));
                }
            }
        }
        try (Scope scope = Scope.open()) {
            Tensor all = Matrices.tensor(columns.toArray(double[][]::new), ScalarType.Double).t().contiguous();
            var svd = torch.linalg_svd(all, false, null);
            Tensor values = svd.get1();
            double[] sigma = Tensors.toDoubles(values);
            int k = 0;
            while (k < Math.min(m, sigma.length) && sigma[k] * sigma[k] > sigma[0] * sigma[0] * 1e-12) {
                k++;
            }
            Tensor left = svd.get0();
            double[][] out = new double[k][];
            for (int c = 0; c < k; c++) {
                out[c] = Tensors.toDoubles(left.select(1, c).contiguous());
            }
            return out;
        }
    }

    private double[] combine(double[][] basis) {
        double[][] from = flag.combine() == Combine.PAPER ? rows : unit;
        double[] sum = new double[rows[0].length];
        for (double[] row : from) {
            Arrays.setAll(sum, j -> sum[j] + row[j]);
        }
        double scale = switch (flag.combine()) {
            case PAPER -> 1.0 / p;
            case RELEASED -> 1.0 / m;
            case MEDIAN_NORM -> Weights.lowerMedian(Arrays.stream(rows).mapToDouble(Matrices::norm).toArray()) / p;
        };
        double[] out = new double[sum.length];
        for (double[] y : basis) {
            double along = scale * Matrices.dot(y, sum);
            Arrays.setAll(out, j -> out[j] + along * y[j]);
        }
        return out;
    }
}
