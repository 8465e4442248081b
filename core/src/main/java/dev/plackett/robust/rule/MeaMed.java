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
import org.bytedeco.pytorch.Tensor;

/**
 * Mean around median: in each coordinate the mean of the p − f values nearest to the median (Xie et al. 2018).
 *
 * @param f      how many may be faulty, 2f &lt; p
 * @param middle which median where p is even
 */
public record MeaMed(int f, Middle middle) implements Aggregator {

    public MeaMed {
        RuleOptions.requireFaulty(f);
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new MeaMed(Math.max(0, f - removed), middle);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.majority("meamed", f, workers);
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        GramRule.Stopwatch watch = new GramRule.Stopwatch();
        int p = gradients.workers();
        Sorting sorting = Sorting.of(p);
        gradients.coordinates(out, () -> {
            NearestValues nearest = new NearestValues(p - f);
            return (rows, width, at, result) -> nearest.apply(rows, width, sorting, middle::of, result);
        });
        watch.lap("coordinates");
        return Aggregation.of(gradients, Findings.none(), carry).timed(watch.seconds());
    }

    /** {@code meamed} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "meamed";
        }

        @Override
        public String summary() {
            return "in each coordinate the mean of the p - f values nearest to the median; 2f < p";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F, Middle.OPTION);
        }

        @Override
        public Aggregator create(Options options) {
            return new MeaMed(RuleOptions.f("meamed", options), options.get(Middle.OPTION));
        }
    }
}
