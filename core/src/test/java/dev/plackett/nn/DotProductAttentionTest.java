package dev.plackett.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention against its definition, written down number by number; from 128 queries on it goes piece by piece. */
class DotProductAttentionTest {

    private static final int B = 2;
    private static final int KV = 2;
    private static final int G = 3;
    private static final int D = 4;
    private static final double SCALE = 0.37;

    @ParameterizedTest
    @CsvSource({"1, 5", "9, 0", "9, 7", "127, 3", "128, 0", "150, 21"})
    void agreesWithTheDefinitionInValueAndGradient(int m, int before) {
        int s = before + m;
        Random random = new Random(m);
        double[] q = uniform(random, B * m * KV * G * D);
        double[] k = uniform(random, B * KV * s * D);
        double[] v = uniform(random, B * KV * s * D);
        double[] g = uniform(random, q.length);
        double[] mask = new double[B * m * s];
        for (int i = 0; i < mask.length; i++) {
            int key = i % s;
            int query = i / s % m;
            // The last keys before the queries are padding in the second sequence.
            boolean padded = i / (s * m) == 1 && key >= before / 2 && key < before;
            mask[i] = padded || key > before + query ? Double.NEGATIVE_INFINITY : 0;
        }
        try (Scope scope = Scope.open()) {
            Tensor tq = leaf(q, B * m, KV * G, D);
            Tensor tk = leaf(k, B * KV, s, D);
            Tensor tv = leaf(v, B * KV, s, D);
            Tensor out = DotProductAttention.causal(tq, tk, tv, Tensors.of(ScalarType.Double, mask).view(B, 1, m, s), B, m, SCALE);
            out.mul(Tensors.of(ScalarType.Double, g).view(B * m, KV * G * D)).sum().backward();

            Naive naive = new Naive(q, k, v, g, mask, s);
            for (int b = 0; b < B; b++) {
                for (int h = 0; h < KV * G; h++) {
                    for (int j = 0; j < m; j++) {
                        naive.query((b * m + j) * KV * G * D + h * D, (b * KV + h / G) * s * D, (b * m + j) * s);
                    }
                }
            }
            assertThat(Tensors.toDoubles(out)).containsExactly(naive.out, Offset.offset(1e-12));
            assertThat(Tensors.toDoubles(tq.grad())).containsExactly(naive.dq, Offset.offset(1e-12));
            assertThat(Tensors.toDoubles(tk.grad())).containsExactly(naive.dk, Offset.offset(1e-11));
            assertThat(Tensors.toDoubles(tv.grad())).containsExactly(naive.dv, Offset.offset(1e-11));
        }
    }

    private static double[] uniform(Random random, int n) {
        return random.doubles(n, -1, 1).toArray();
    }

    private static Tensor leaf(double[] values, long... shape) {
        return Tensors.of(ScalarType.Double, values).view(shape).detach().requires_grad_(true);
    }

    /** One query of one head at a time: its output, and what its output's gradient gives to query, keys and values. */
    private static final class Naive {

        private final double[] q;
        private final double[] k;
        private final double[] v;
        private final double[] g;
        private final double[] mask;
        private final int s;
        private final double[] out;
        private final double[] dq;
        private final double[] dk;
        private final double[] dv;

        Naive(double[] q, double[] k, double[] v, double[] g, double[] mask, int s) {
            this.q = q;
            this.k = k;
            this.v = v;
            this.g = g;
            this.mask = mask;
            this.s = s;
            out = new double[q.length];
            dq = new double[q.length];
            dk = new double[k.length];
            dv = new double[v.length];
        }

        void query(int query, int keys, int row) {
            double[] w = new double[s];
            double sum = 0;
            for (int i = 0; i < s; i++) {
                double x = mask[row + i];
                for (int d = 0; d < D; d++) {
                    x += SCALE * q[query + d] * k[keys + i * D + d];
                }
                w[i] = Math.exp(x);
                sum += w[i];
            }
            double[] dw = new double[s];
            double mean = 0;
            for (int i = 0; i < s; i++) {
                w[i] /= sum;
                for (int d = 0; d < D; d++) {
                    out[query + d] += w[i] * v[keys + i * D + d];
                    dw[i] += g[query + d] * v[keys + i * D + d];
                    dv[keys + i * D + d] += w[i] * g[query + d];
                }
                mean += w[i] * dw[i];
            }
            for (int i = 0; i < s; i++) {
                for (int d = 0; d < D; d++) {
                    dq[query + d] += SCALE * w[i] * (dw[i] - mean) * k[keys + i * D + d];
                    dk[keys + i * D + d] += SCALE * w[i] * (dw[i] - mean) * q[query + d];
                }
            }
        }
    }
}
