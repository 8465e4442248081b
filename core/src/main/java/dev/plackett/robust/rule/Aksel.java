package dev.plackett.robust.rule;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregation;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.Limits;
import dev.plackett.robust.RuleOptions;
import dev.plackett.robust.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * The mean of the workers nearest to the lower median of the coordinates (Boussetta et al. 2021).
 *
 * @param f    how many may be faulty, 2f &lt; p
 * @param mode how many of the nearest
 */
public record Aksel(int f, Mode mode) implements Aggregator {

    /** How many of the nearest are averaged. */
    public enum Mode {
        /** ⌊(p+1)/2⌋. */
        MID,
        /** p − f; {@code n_f} in recipes. */
        N_F
    }

    public Aksel {
        RuleOptions.requireFaulty(f);
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new Aksel(Math.max(0, f - removed), mode);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.majority("aksel", f, workers);
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        GramRule.Stopwatch watch = new GramRule.Stopwatch();
        int p = gradients.workers();
        double[] distances = distances(gradients, out);
        watch.lap("coordinates");
        double[] weights = Weights.meanOf(p, Weights.smallest(distances, mode == Mode.MID ? (p + 1) / 2 : p - f));
        gradients.combine(weights, out);
        watch.lap("combine");
        return Aggregation.of(gradients, Findings.ofScores(distances), carry).weighted(weights).timed(watch.seconds());
    }

    /** Squared distances to the median; sums of blocks, added in order, so that threads do not matter. */
    private static double[] distances(GradientMatrix gradients, Tensor scratch) {
        int p = gradients.workers();
        double[][] parts = new double[Math.toIntExact((gradients.length() + GradientMatrix.COLUMNS - 1) / GradientMatrix.COLUMNS)][p];
        Sorting sorting = Sorting.of(p);
        gradients.coordinates(scratch, () -> {
            double[][] sorted = new double[p][GradientMatrix.COLUMNS];
            return (rows, width, at, result) -> {
                for (int i = 0; i < p; i++) {
                    System.arraycopy(rows[i], 0, sorted[i], 0, width);
                }
                sorting.apply(sorted, width);
                double[] part = parts[(int) (at / GradientMatrix.COLUMNS)];
                for (int i = 0; i < p; i++) {
                    for (int c = 0; c < width; c++) {
                        double apart = rows[i][c] - Middle.LOWER.of(sorted, c);
                        part[i] += apart * apart;
                    }
                }
                Arrays.fill(result, 0, width, 0);
            };
        });
        double[] total = new double[p];
        for (double[] part : parts) {
            Arrays.setAll(total, i -> total[i] + part[i]);
        }
        Limits.checkFinite(gradients.names(), total);
        return total;
    }

    /** {@code aksel} in recipes. */
    public static final class Provider implements AggregatorProvider {

        private static final Option<Mode> MODE = Option.choice("mode", Mode.MID, "how many: the nearer half, or p - f");

        @Override
        public String name() {
            return "aksel";
        }

        @Override
        public String summary() {
            return "the mean of the workers nearest to the median of the coordinates; 2f < p";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F, MODE);
        }

        @Override
        public Aggregator create(Options options) {
            return new Aksel(RuleOptions.f("aksel", options), options.get(MODE));
        }
    }
}
