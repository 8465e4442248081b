package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * −κ times the own gradient.
 *
 * @param kappa κ
 */
public record Reverse(double kappa) implements Attack {

    @Override
    public Carry corrupt(List<Tensor> rows, Scene scene, Carry carry) {
        rows.forEach(row -> Numbers.edit(row, (values, width, at) -> {
            for (int c = 0; c < width; c++) {
                values[c] *= -kappa;
            }
        }));
        return carry;
    }

    /** {@code reverse} in recipes. */
    public static final class Provider implements AttackProvider {

        private static final Option<Double> KAPPA = Option.number("kappa", 10, "how much longer; 1 is a flipped sign");

        @Override
        public String name() {
            return "reverse";
        }

        @Override
        public String summary() {
            return "-kappa times the own gradient";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(KAPPA);
        }

        @Override
        public Attack create(Options options) {
            return new Reverse(options.get(KAPPA));
        }
    }

    /** {@code signflip} in recipes. */
    public static final class SignFlip implements AttackProvider {

        private static final Option<Boolean> OWN = Option.flag("own", true, "of the own gradient (epfml) rather than of the honest mean (ByzFL)");

        @Override
        public String name() {
            return "signflip";
        }

        @Override
        public String summary() {
            return "minus the own gradient, or minus the honest mean";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(OWN);
        }

        @Override
        public Attack create(Options options) {
            return options.get(OWN) ? new Reverse(1) : new InnerProduct(1);
        }
    }
}
