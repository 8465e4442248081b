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
 * The mean of the p − f gradients nearest to a trusted worker's, itself among them: MoNNA (Farhadkhani et al. 2023), which each worker of a
 * peer-to-peer network computes for itself.
 *
 * @param f      how many may be faulty, 2f &lt; p
 * @param worker the name of the trusted one
 */
public record NearestToOne(int f, String worker) implements GramRule {

    public NearestToOne {
        RuleOptions.requireFaulty(f);
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new NearestToOne(Math.max(0, f - removed), worker);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.majority("monna", f, workers);
    }

    @Override
    public Optional<String> problem(List<String> workers) {
        return problem(workers.size()).or(() -> workers.contains(worker) ? Optional.empty()
            : Optional.of("monna trusts worker '" + worker + "', found " + workers));
    }

    @Override
    public Weighting weigh(Gram gram) {
        int trusted = gram.workers().indexOf(worker);
        double[] distances = gram.squaredDistances()[trusted];
        // Itself first, even beside others at distance 0.
        double[] order = distances.clone();
        order[trusted] = -1;
        return Weighting.meanOf(gram.size(), Findings.ofScores(distances), Weights.smallest(order, gram.size() - f));
    }

    /** {@code monna} in recipes. */
    public static final class Provider implements AggregatorProvider {

        private static final Option<String> WORKER = new Option<>("worker", "0", "the trusted worker's name", "a name", RuleOptions::name);

        @Override
        public String name() {
            return "monna";
        }

        @Override
        public String summary() {
            return "the mean of the p - f gradients nearest to a trusted worker's; 2f < p";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F, WORKER);
        }

        @Override
        public Aggregator create(Options options) {
            return new NearestToOne(RuleOptions.f("monna", options), options.get(WORKER));
        }
    }
}
