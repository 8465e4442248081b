package dev.plackett.robust.rule;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregation;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.Limits;
import dev.plackett.robust.Weights;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** (1/p) Σ gᵢ. One faulty worker can make anything of it. */
public record Mean() implements Aggregator {

    @Override
    public Optional<String> problem(int workers) {
        return Limits.some("mean", workers);
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        int p = gradients.workers();
        double[] weights = Weights.meanOf(p, IntStream.range(0, p).toArray());
        GramRule.Stopwatch watch = new GramRule.Stopwatch();
        gradients.combine(weights, out);
        watch.lap("combine");
        return Aggregation.of(gradients, Findings.none(), carry).weighted(weights).timed(watch.seconds());
    }

    /** {@code mean} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "mean";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("average");
        }

        @Override
        public String summary() {
            return "the mean; one faulty worker can make anything of it";
        }

        @Override
        public Aggregator create(Options options) {
            return new Mean();
        }
    }
}
