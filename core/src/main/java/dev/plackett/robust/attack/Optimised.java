package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The factor that takes the server's rule furthest from the honest mean μ: of x in −xμ (inner product) or in μ + xσ (little is enough), by ByzFL's
 * search. From x = 0 with a step of 10: while x + step is strictly better, go there and double the step; after the first failure the step shrinks by
 * 0.8 each time. 20 calls of the rule.
 *
 * @param direction along which
 */
public record Optimised(Direction direction) implements Attack {

    private static final int CALLS = 20;
    private static final double FIRST_STEP = 10;
    private static final double SHRINK = 0.8;
    /** Rules that look at directions alone are equally far for every factor, but for this. */
    private static final double ROUNDING = 1e-9;

    /** Along which. */
    public enum Direction {
        /** −xμ. */
        INNER_PRODUCT {
            @Override
            void at(GradientMatrix honest, double x, Tensor out) {
                LittleIsEnough.shifted(honest, -x, 0, 0, out);
            }
        },
        /** μ + xσ. */
        LITTLE_IS_ENOUGH {
            @Override
            void at(GradientMatrix honest, double x, Tensor out) {
                LittleIsEnough.shifted(honest, 1, x, 1, out);
            }
        };

        abstract void at(GradientMatrix honest, double x, Tensor out);
    }

    @Override
    public boolean omniscient() {
        return true;
    }

    @Override
    public Carry corrupt(List<Tensor> rows, Scene scene, Carry carry) {
        GradientMatrix honest = scene.honestOr(rows);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor sent = Tensors.zeros(ScalarType.Double, honest.length());
            direction.at(honest, factor(honest, rows.size(), scene.rule()), sent);
            rows.forEach(row -> row.copy_(sent));
        }
        return carry;
    }

    /** The factor against a rule, with so many faulty workers that all send the same. */
    public double factor(GradientMatrix honest, int faulty, Aggregator rule) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor sent = Tensors.zeros(ScalarType.Double, honest.length());
            Tensor mean = Tensors.zeros(ScalarType.Double, honest.length());
            Tensor update = Tensors.zeros(ScalarType.Double, honest.length());
            LittleIsEnough.shifted(honest, 1, 0, 0, mean);
            GradientMatrix all = honest;
            for (int i = 0; i < faulty; i++) {
                all = all.appended(sent, "faulty " + i);
            }
            GradientMatrix rows = all;
            return search(x -> {
                direction.at(honest, x, sent);
                // A fresh view each time: inner products are remembered.
                rule.aggregate(rows.named(rows.names()), update, Carry.empty());
                return GradientMatrix.of(List.of(update.sub_(mean))).squaredNorms()[0];
            });
        }
    }

    private static double search(DoubleUnaryOperator distance) {
        double best = 0;
        double furthest = distance.applyAsDouble(best);
        double step = FIRST_STEP;
        boolean growing = true;
        for (int call = 1; call < CALLS; call++) {
            double found = distance.applyAsDouble(best + step);
            boolean better = found > furthest * (1 + ROUNDING);
            if (better) {
                best += step;
                furthest = found;
            }
            growing &= better;
            step *= growing ? 2 : SHRINK;
        }
        return best;
    }

    /** {@code opt_alie} in recipes. */
    public static final class LittleIsEnoughProvider implements AttackProvider {

        @Override
        public String name() {
            return "opt_alie";
        }

        @Override
        public String summary() {
            return "mean + x times the deviation, x the worst for the server's rule";
        }

        @Override
        public Attack create(Options options) {
            return new Optimised(Direction.LITTLE_IS_ENOUGH);
        }
    }

    /** {@code opt_ipm} in recipes. */
    public static final class InnerProductProvider implements AttackProvider {

        @Override
        public String name() {
            return "opt_ipm";
        }

        @Override
        public String summary() {
            return "-x times the honest mean, x the worst for the server's rule";
        }

        @Override
        public Attack create(Options options) {
            return new Optimised(Direction.INNER_PRODUCT);
        }
    }
}
