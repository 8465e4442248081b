package dev.plackett.generate.density;

import dev.plackett.data.points.Points;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Sampling–importance–resampling (Rubin 1987): for each sample, many proposals of a known density of which one is kept, with the chance that its importance
 * weight has among them. Samples are independent, and those of the target but for a bias of order ρ/proposals.
 *
 * @param proposals per sample; 1,000 to 5,000 are usual
 * @param chunk     most proposals whose densities are computed at once
 */
public record ImportanceResampling(int proposals, int chunk) {

    /** Effective proposals per sample from which samples may pass for the target's own. */
    public static final double ENOUGH = 10;

    /**
     * What was kept.
     *
     * @param points    {@code [n, d]}
     * @param effective effective number of proposals behind each, (Σw)²/Σw²
     */
    public record Resampled(Points points, double[] effective) {

        /** Mean over samples. */
        public double meanEffective() {
            return Arrays.stream(effective).average().orElseThrow();
        }

        /** Whether the samples may pass for the target's own: at least {@link #ENOUGH} effective proposals each, on average. */
        public boolean sufficient() {
            return meanEffective() >= ENOUGH;
        }
    }

    public ImportanceResampling {
        if (proposals < 1 || chunk < 1) {
            throw new IllegalArgumentException(proposals + " proposals per sample, " + chunk + " at once: expected at least 1 of each");
        }
    }

    /** So many proposals per sample, up to 65,536 at once. */
    public static ImportanceResampling of(int proposals) {
        return new ImportanceResampling(proposals, 1 << 16);
    }

    /**
     * n samples. Each depends on its own number and the seed alone, whatever the chunk.
     *
     * @param target   the density's logarithm, up to a constant
     * @param proposal covers the target
     * @throws ArithmeticException when no proposal of a sample has any weight, or a weight is no number
     */
    public Resampled sample(int n, LogDensity target, Density proposal, Seeds seeds) {
        if (n < 1) {
            throw new IllegalArgumentException(n + " samples, expected at least 1");
        }
        int d = (int) proposal.dimension();
        double[] out = new double[Math.multiplyExact(n, d)];
        double[] effective = new double[n];
        Seeds own = seeds.at("resampling");
        int at = Math.max(1, chunk / proposals);
        for (int from = 0; from < n; from += at) {
            int rows = Math.min(at, n - from);
            double[] drawn = new double[Math.multiplyExact(rows * proposals, d)];
            for (int i = 0; i < rows; i++) {
                try (Scope scope = Scope.open()) {
                    double[] mine = Tensors.toDoubles(proposal.sample(proposals, own.at(from + i)));
                    System.arraycopy(mine, 0, drawn, i * proposals * d, mine.length);
                }
            }
            double[] log = logWeights(target, proposal, drawn, d);
            for (int i = 0; i < rows; i++) {
                int kept = keep(log, i * proposals, own.at("keep").at(from + i).random(), from + i, effective);
                System.arraycopy(drawn, kept * d, out, (from + i) * d, d);
            }
        }
        return new Resampled(new Points(out, d), effective);
    }

    private double[] logWeights(LogDensity target, Density proposal, double[] drawn, int d) {
        int rows = drawn.length / d;
        double[] log = new double[rows];
        for (int from = 0; from < rows; from += chunk) {
            int to = Math.min(rows, from + chunk);
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                Tensor x = new Points(Arrays.copyOfRange(drawn, from * d, to * d), d).tensor();
                System.arraycopy(Tensors.toDoubles(target.of(x).sub(proposal.logDensity(x))), 0, log, from, to - from);
            }
        }
        return log;
    }

    private int keep(double[] log, int from, SplittableRandom random, int sample, double[] effective) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + proposals; i++) {
            if (!(log[i] < Double.POSITIVE_INFINITY)) {
                throw new ArithmeticException("proposal " + (i - from) + " of sample " + sample + " has log-weight " + log[i] + ", expected a number");
            }
            most = Math.max(most, log[i]);
        }
        if (most == Double.NEGATIVE_INFINITY) {
            throw new ArithmeticException("none of the " + proposals + " proposals of sample " + sample + " has any weight: the proposal misses the target");
        }
        double sum = 0;
        double squares = 0;
        for (int i = from; i < from + proposals; i++) {
            double w = Math.exp(log[i] - most);
            sum += w;
            squares += w * w;
        }
        effective[sample] = sum * sum / squares;
        double left = random.nextDouble() * sum;
        int last = from;
        for (int i = from; i < from + proposals; i++) {
            double w = Math.exp(log[i] - most);
            last = w > 0 ? i : last;
            left -= w;
            if (left < 0) {
                return i;
            }
        }
        return last;
    }
}
