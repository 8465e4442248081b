package dev.plackett.robust.pre;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.Limits;
import dev.plackett.robust.PreAggregator;
import dev.plackett.robust.PreAggregatorProvider;
import dev.plackett.robust.RuleOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Adaptive robust clipping (Allouah et al. 2025): the k = ⌊2(f/p)(p−f)⌋ longest gradients are scaled to the length of the longest one after them.
 *
 * @param f how many may be faulty, 2f &lt; p
 */
public record AdaptiveClipping(int f) implements PreAggregator {

    public AdaptiveClipping {
        RuleOptions.requireFaulty(f);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.majority("arc", f, workers);
    }

    @Override
    public PreAggregator excluding(int removed) {
        return new AdaptiveClipping(Math.max(0, f - removed));
    }

    @Override
    public Mixing mix(GradientMatrix gradients, Carry carry) {
        int p = gradients.workers();
        double[] norms = gradients.gram().norms();
        double[] sorted = norms.clone();
        Arrays.sort(sorted);
        int clipped = (int) (2L * f * (p - f) / p);
        return new Mixing(Clipping.to(norms, sorted[p - clipped - 1]), gradients.names(), true, carry);
    }

    /** {@code arc} in recipes. */
    public static final class Provider implements PreAggregatorProvider {

        @Override
        public String name() {
            return "arc";
        }

        @Override
        public String summary() {
            return "the floor(2f(p - f)/p) longest gradients are scaled to the length of the longest after them; 2f < p";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F);
        }

        @Override
        public PreAggregator create(Options options) {
            return new AdaptiveClipping(RuleOptions.f(name(), options));
        }
    }
}
