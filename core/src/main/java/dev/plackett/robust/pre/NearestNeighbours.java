package dev.plackett.robust.pre;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.Limits;
import dev.plackett.robust.PreAggregator;
import dev.plackett.robust.PreAggregatorProvider;
import dev.plackett.robust.RuleOptions;
import dev.plackett.robust.Weights;
import java.util.List;
import java.util.Optional;

/**
 * Nearest-neighbour mixing (Allouah et al. 2023): each gradient becomes the mean of the p − f nearest to it, itself among them.
 *
 * @param f how many may be faulty, 2f &lt; p
 */
public record NearestNeighbours(int f) implements PreAggregator {

    public NearestNeighbours {
        RuleOptions.requireFaulty(f);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.majority("nnm", f, workers);
    }

    @Override
    public PreAggregator excluding(int removed) {
        return new NearestNeighbours(Math.max(0, f - removed));
    }

    @Override
    public Mixing mix(GradientMatrix gradients, Carry carry) {
        int p = gradients.workers();
        double[][] distances = gradients.gram().squaredDistances();
        double[][] weights = new double[p][];
        for (int i = 0; i < p; i++) {
            // Itself first, even beside others at distance 0.
            distances[i][i] = -1;
            weights[i] = Weights.meanOf(p, Weights.smallest(distances[i], p - f));
        }
        return new Mixing(weights, gradients.names(), true, carry);
    }

    /** {@code nnm} in recipes. */
    public static final class Provider implements PreAggregatorProvider {

        @Override
        public String name() {
            return "nnm";
        }

        @Override
        public String summary() {
            return "each gradient becomes the mean of the p - f nearest to it; 2f < p";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F);
        }

        @Override
        public PreAggregator create(Options options) {
            return new NearestNeighbours(RuleOptions.f(name(), options));
        }
    }
}
