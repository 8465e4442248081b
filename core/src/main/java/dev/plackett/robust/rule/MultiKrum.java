package dev.plackett.robust.rule;

import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.Gram;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.RuleOptions;
import dev.plackett.robust.Theory;
import dev.plackett.robust.Weighting;
import dev.plackett.robust.Weights;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The mean of the m gradients with the best {@link Krum} scores (Blanchard et al. 2017).
 *
 * @param f       how many may be faulty
 * @param m       how many are averaged; 0 for the variant's own number
 * @param variant whose form
 */
public record MultiKrum(int f, int m, Krum.Variant variant) implements GramRule {

    public MultiKrum {
        RuleOptions.requireFaulty(f);
        Options.require(m >= 0, "m", m, "at least 1, or 0 for the variant's own");
    }

    @Override
    public Optional<String> problem(int workers) {
        return variant.problem("multikrum", f, workers).or(() -> m <= workers ? Optional.empty()
            : Optional.of("multikrum averages m=" + m + " gradients, found " + workers + " workers"));
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new MultiKrum(Math.max(0, f - removed), Math.min(m, left), variant);
    }

    @Override
    public OptionalDouble varianceBound(int workers) {
        return Theory.krum(workers, f);
    }

    @Override
    public Weighting weigh(Gram gram) {
        double[] scores = variant.scores(gram, f);
        return Weighting.meanOf(gram.size(), Findings.ofScores(scores), Weights.smallest(scores, m == 0 ? variant.selected(f, gram.size()) : m));
    }

    /** {@code multikrum} in recipes. */
    public static final class Provider implements AggregatorProvider {

        private static final Option<Integer> M = Option.whole("m", 0, "how many are averaged; 0 for the variant's own: p - f - 2, byzfl p - f");

        @Override
        public String name() {
            return "multikrum";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("multi_krum");
        }

        @Override
        public String summary() {
            return "the mean of the m gradients nearest to their neighbours; p >= 2f + 3 (byzfl: 2f < p)";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F, M, Krum.Variant.OPTION);
        }

        @Override
        public Aggregator create(Options options) {
            return new MultiKrum(RuleOptions.f(name(), options), options.get(M), options.get(Krum.Variant.OPTION));
        }
    }
}
