package dev.plackett.robust.rule;

import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.Gram;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.Limits;
import dev.plackett.robust.RuleOptions;
import dev.plackett.robust.Weighting;
import dev.plackett.robust.Weights;
import java.util.List;
import java.util.Optional;

/**
 * The mean of the p − f shortest gradients: comparative gradient elimination (Gupta and Vaidya 2020).
 *
 * @param f how many may be faulty, 2f &lt; p
 */
public record SmallestNorms(int f) implements GramRule {

    public SmallestNorms {
        RuleOptions.requireFaulty(f);
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new SmallestNorms(Math.max(0, f - removed));
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.majority("cge", f, workers);
    }

    @Override
    public Weighting weigh(Gram gram) {
        double[] norms = gram.norms();
        return Weighting.meanOf(gram.size(), Findings.ofScores(norms), Weights.smallest(norms, gram.size() - f));
    }

    /** {@code cge} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "cge";
        }

        @Override
        public String summary() {
            return "the mean of the p - f shortest gradients; 2f < p";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F);
        }

        @Override
        public Aggregator create(Options options) {
            return new SmallestNorms(RuleOptions.f("cge", options));
        }
    }
}
