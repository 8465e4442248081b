package dev.plackett.robust.rule;

import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.Gram;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.Limits;
import dev.plackett.robust.Weighting;
import java.util.List;
import java.util.Optional;

/**
 * (1/p) Σ gᵢ/‖gᵢ‖, gradients of norm 0 giving 0: the control beside which Flag Aggregator has to be seen, since its released form normalises first.
 * Ours.
 *
 * @param m above 0: times p/m, which is the scale of the released Flag Aggregator with an m-dimensional subspace; 0: not scaled
 */
public record NormalizedMean(int m) implements GramRule {

    public NormalizedMean {
        Options.require(m >= 0, "m", m, "at least 0");
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.some("normmean", workers);
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new NormalizedMean(Math.min(m, left));
    }

    @Override
    public Weighting weigh(Gram gram) {
        double[] weights = new double[gram.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = gram.norm(i) == 0 ? 0 : 1 / (gram.norm(i) * (m == 0 ? weights.length : m));
        }
        return new Weighting(weights, Findings.none());
    }

    /** {@code normmean} in recipes. */
    public static final class Provider implements AggregatorProvider {

        private static final Option<Integer> M = Option.whole("m", 0, "above 0: times p/m, the scale of flag(m=…)");

        @Override
        public String name() {
            return "normmean";
        }

        @Override
        public String summary() {
            return "the mean of the gradients scaled to length 1; flag's control: compare normmean(m=8) with flag(m=8)";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(M);
        }

        @Override
        public Aggregator create(Options options) {
            return new NormalizedMean(options.get(M));
        }
    }
}
