package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * −ε times the honest mean, so that the update's product with it turns negative: "fall of empires" (Xie et al. 2020). A worker that sees its own
 * gradient alone takes that for the mean, as the released code does.
 *
 * @param epsilon ε
 */
public record InnerProduct(double epsilon) implements Attack {

    @Override
    public boolean omniscient() {
        return true;
    }

    @Override
    public Carry corrupt(List<Tensor> rows, Scene scene, Carry carry) {
        GradientMatrix honest = scene.honestOr(rows);
        double[] weights = new double[honest.workers()];
        Arrays.fill(weights, -epsilon / weights.length);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor sent = Tensors.zeros(ScalarType.Double, honest.length());
            honest.combine(weights, sent);
            rows.forEach(row -> row.copy_(sent));
        }
        return carry;
    }

    /** {@code ipm} in recipes. */
    public static final class Provider implements AttackProvider {

        private static final Option<Double> EPSILON = Option.number("epsilon", 0.1, "0.1 in the released code, 2 in ByzFL, 10 in Garfield");

        @Override
        public String name() {
            return "ipm";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("empire", "foe");
        }

        @Override
        public String summary() {
            return "-epsilon times the honest mean";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(EPSILON);
        }

        @Override
        public Attack create(Options options) {
            return new InnerProduct(options.get(EPSILON));
        }
    }
}
