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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/**
 * The mean of each coordinate without its f smallest and f largest values (Yin et al. 2018); the mean where f = 0, where the released code of Flag
 * Aggregator has nothing.
 *
 * @param f how many may be faulty, 2f &lt; p
 */
public record TrimmedMean(int f) implements Aggregator {

    public TrimmedMean {
        RuleOptions.requireFaulty(f);
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new TrimmedMean(Math.max(0, f - removed));
    }

    /** Of one column of rows that are sorted. */
    double of(double[][] sorted, int column) {
        double sum = 0;
        for (int i = f; i < sorted.length - f; i++) {
            sum += sorted[i][column];
        }
        return sum / (sorted.length - 2 * f);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.majority("trmean", f, workers);
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        GramRule.Stopwatch watch = new GramRule.Stopwatch();
        int p = gradients.workers();
        Sorting sorting = Sorting.of(p);
        gradients.coordinates(out, () -> (rows, width, at, result) -> {
            sorting.apply(rows, width);
            for (int c = 0; c < width; c++) {
                result[c] = of(rows, c);
            }
        });
        watch.lap("coordinates");
        return Aggregation.of(gradients, Findings.none(), carry).timed(watch.seconds());
    }

    /** {@code trmean} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "trmean";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("trimmed_mean");
        }

        @Override
        public String summary() {
            return "the mean of each coordinate without its f smallest and f largest values; 2f < p";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F);
        }

        @Override
        public Aggregator create(Options options) {
            return new TrimmedMean(RuleOptions.f("trmean", options));
        }
    }
}
