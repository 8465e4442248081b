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
import dev.plackett.robust.Theory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;

/**
 * The median of each coordinate (Yin et al. 2018).
 *
 * @param middle which one where p is even
 */
public record Median(Middle middle) implements Aggregator {

    @Override
    public OptionalDouble varianceBound(int workers) {
        return Theory.median(workers, (workers - 1) / 2);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.some("median", workers);
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        GramRule.Stopwatch watch = new GramRule.Stopwatch();
        Sorting sorting = Sorting.of(gradients.workers());
        gradients.coordinates(out, () -> (rows, width, at, result) -> {
            sorting.apply(rows, width);
            for (int c = 0; c < width; c++) {
                result[c] = middle.of(rows, c);
            }
        });
        watch.lap("coordinates");
        return Aggregation.of(gradients, Findings.none(), carry).timed(watch.seconds());
    }

    /** {@code median} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "median";
        }

        @Override
        public String summary() {
            return "the median of each coordinate";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(Middle.OPTION);
        }

        @Override
        public Aggregator create(Options options) {
            return new Median(options.get(Middle.OPTION));
        }
    }
}
