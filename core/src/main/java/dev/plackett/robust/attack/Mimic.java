package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.Gram;
import dev.plackett.robust.Weights;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A copy of one honest worker's gradient, which its weight then has too often (Karimireddy et al. 2022). Which one: a given row of the honest ones,
 * or the one that differs most along the direction in which the honest ones differ most. That direction is learnt from the first steps, by power
 * iteration on g − μ over the steps, and the worker is fixed after them.
 *
 * @param worker row among the honest; negative for the one that differs most
 * @param warmUp steps before it is fixed
 */
public record Mimic(int worker, int warmUp) implements Attack {

    private static final String DIRECTION = "mimic.direction";
    private static final String CHOICE = "mimic.choice";

    public Mimic {
        Options.require(warmUp >= 1, "warm_up", warmUp, "at least 1");
    }

    @Override
    public boolean omniscient() {
        return true;
    }

    @Override
    public Carry corrupt(List<Tensor> rows, Scene scene, Carry carry) {
        GradientMatrix honest = scene.honestOr(rows);
        Carry next = worker >= 0 || carry.get(CHOICE, 0, 0)[1] >= warmUp ? carry : learn(honest, scene, carry);
        int copied = worker >= 0 ? worker : (int) next.get(CHOICE)[0];
        if (copied >= honest.workers()) {
            throw new IllegalArgumentException("mimic copies honest worker " + copied + ", found " + honest.workers() + " of them");
        }
        double[] weights = new double[honest.workers()];
        weights[copied] = 1;
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor sent = Tensors.zeros(ScalarType.Double, honest.length());
            honest.combine(weights, sent);
            rows.forEach(row -> row.copy_(sent));
        }
        return next;
    }

    /**
     * z ← t/(1+t) z + 1/(1+t) Σ (z·cᵢ)cᵢ with cᵢ = gᵢ − μ, to length 1; since Σ z·cᵢ = 0 this is a weighted sum of z and the gᵢ. Then the i of
     * largest z·cᵢ.
     */
    private static Carry learn(GradientMatrix honest, Scene scene, Carry carry) {
        int h = honest.workers();
        double t = carry.get(CHOICE, 0, 0)[1];
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor z = Tensors.zeros(ScalarType.Double, honest.length());
            if (t > 0) {
                Numbers.put(carry.get(DIRECTION), z);
            } else {
                new Gaussian(0, 1).corrupt(List.of(z), scene, carry);
            }
            Gram gram = honest.appended(z, "direction").gram();
            double[] along = new double[h];
            double mean = 0;
            for (int i = 0; i < h; i++) {
                mean += gram.values()[h][i] / h;
            }
            double[] weights = new double[h + 1];
            for (int i = 0; i < h; i++) {
                along[i] = gram.values()[h][i] - mean;
                weights[i] = along[i] / (1 + t) / gram.norm(h);
            }
            weights[h] = t / (1 + t) / gram.norm(h);
            double length = Math.sqrt(gram.mixed(new double[][] {weights}, List.of("direction")).values()[0][0]);
            for (int i = 0; i <= h; i++) {
                weights[i] /= length == 0 ? 1 : length;
            }
            Tensor turned = Tensors.zeros(ScalarType.Double, honest.length());
            honest.appended(z, "direction").combine(weights, turned);
            int[] order = Weights.ascending(along);
            return carry.with(DIRECTION, Numbers.of(turned)).with(CHOICE, order[h - 1], t + 1);
        }
    }

    /** {@code mimic} in recipes. */
    public static final class Provider implements AttackProvider {

        private static final Option<Integer> WORKER = Option.whole("worker", 0, "which of the honest; -1 for the one that differs most");
        private static final Option<Integer> WARM_UP = Option.whole("warm_up", 100, "steps before that one is fixed");

        @Override
        public String name() {
            return "mimic";
        }

        @Override
        public String summary() {
            return "a copy of one honest worker's gradient";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(WORKER, WARM_UP);
        }

        @Override
        public Attack create(Options options) {
            return new Mimic(options.get(WORKER), options.get(WARM_UP));
        }
    }
}
