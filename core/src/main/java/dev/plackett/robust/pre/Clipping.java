package dev.plackett.robust.pre;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.Limits;
import dev.plackett.robust.PreAggregator;
import dev.plackett.robust.PreAggregatorProvider;
import dev.plackett.robust.Weights;
import java.util.List;
import java.util.Optional;

/**
 * Gradients longer than c are scaled to length c.
 *
 * @param c        above 0
 * @param relative whether c is in units of the lower median of the norms
 */
public record Clipping(double c, boolean relative) implements PreAggregator {

    public Clipping {
        Options.requirePositive("c", c);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.some("clip", workers);
    }

    @Override
    public Mixing mix(GradientMatrix gradients, Carry carry) {
        double[] norms = gradients.gram().norms();
        return new Mixing(to(norms, relative ? c * Weights.lowerMedian(norms) : c), gradients.names(), true, carry);
    }

    /** The weights that scale what is longer to a length. */
    static double[][] to(double[] norms, double length) {
        double[][] weights = new double[norms.length][norms.length];
        for (int i = 0; i < norms.length; i++) {
            weights[i][i] = norms[i] <= length ? 1 : length / norms[i];
        }
        return weights;
    }

    /** {@code clip} in recipes. */
    public static final class Provider implements PreAggregatorProvider {

        private static final Option<Double> C = Option.number("c", 2, "the largest length");
        private static final Option<Boolean> RELATIVE = Option.flag("relative", false, "c in units of the median norm");

        @Override
        public String name() {
            return "clip";
        }

        @Override
        public String summary() {
            return "gradients longer than c are scaled to length c";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(C, RELATIVE);
        }

        @Override
        public PreAggregator create(Options options) {
            return new Clipping(options.get(C), options.get(RELATIVE));
        }
    }
}
