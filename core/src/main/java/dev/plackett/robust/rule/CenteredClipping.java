package dev.plackett.robust.rule;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregation;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.Gram;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.Limits;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Centred clipping (Karimireddy et al. 2021): v ← v + (1/p) Σ (gᵢ−v)·min(1, τ/‖gᵢ−v‖), so that no worker moves the update by more than τ/p. The
 * centre v starts at the last update, which is the rule's state ({@code cclip.center} of the carry, n numbers), or at 0.
 *
 * @param tau        τ, above 0, in the gradients' own scale
 * @param iterations steps, at least 1
 * @param remember   whether v starts at the last update
 */
public record CenteredClipping(double tau, int iterations, boolean remember) implements Aggregator {

    private static final String CENTER = "cclip.center";

    public CenteredClipping {
        Options.requirePositive("tau", tau);
        Options.require(iterations >= 1, "iterations", iterations, "at least 1");
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.some("cclip", workers);
    }

    @Override
    public boolean usesGram() {
        return true;
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        double[] center = remember ? carry.get(CENTER) : new double[0];
        if (center.length != 0 && center.length != gradients.length()) {
            throw new IllegalArgumentException("cclip's last update has " + center.length + " numbers, the gradients have " + gradients.length());
        }
        GramRule.Stopwatch watch = new GramRule.Stopwatch();
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            GradientMatrix rows = center.length == 0 ? gradients : gradients.appended(Tensors.of(ScalarType.Double, center), "the last update");
            Gram gram = rows.gram();
            Limits.checkFinite(gram);
            watch.lap("gram");
            double[] weights = weigh(gram, gradients.workers());
            watch.lap("weigh");
            Tensor exact = remember ? Tensors.zeros(ScalarType.Double, gradients.length()) : out;
            rows.combine(weights, exact);
            Carry next = carry;
            if (remember) {
                out.copy_(exact);
                next = carry.with(CENTER, Tensors.toDoubles(exact));
            }
            watch.lap("combine");
            Findings findings = center.length == 0 ? Findings.none() : Findings.none().with("weight_of_last_update", weights[gradients.workers()]);
            return Aggregation.of(gradients, findings, next).weighted(Arrays.copyOf(weights, gradients.workers())).timed(watch.seconds());
        }
    }

    /** Weights of the p gradients, and of the centre where it is the last row. */
    private double[] weigh(Gram gram, int p) {
        double[] v = new double[gram.size()];
        if (gram.size() > p) {
            v[p] = 1;
        }
        for (int step = 0; step < iterations; step++) {
            double[] moved = v.clone();
            for (int i = 0; i < p; i++) {
                double distance = gram.distance(v, i);
                double share = distance <= tau ? 1.0 / p : tau / distance / p;
                for (int j = 0; j < v.length; j++) {
                    moved[j] -= share * v[j];
                }
                moved[i] += share;
            }
            v = moved;
        }
        return v;
    }

    /** {@code cclip} in recipes. */
    public static final class Provider implements AggregatorProvider {

        private static final Option<Double> TAU = Option.number("tau", 100, "how far one worker may be from the centre, in the gradients' own scale");
        private static final Option<Integer> ITERATIONS = Option.whole("iterations", 1, "steps");
        private static final Option<Boolean> REMEMBER = Option.flag("remember", true, "start at the last update rather than at 0");

        @Override
        public String name() {
            return "cclip";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("centered_clipping");
        }

        @Override
        public String summary() {
            return "the last update moved by the mean of the differences to it, each clipped to length tau";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(TAU, ITERATIONS, REMEMBER);
        }

        @Override
        public Aggregator create(Options options) {
            return new CenteredClipping(options.get(TAU), options.get(ITERATIONS), options.get(REMEMBER));
        }
    }
}
