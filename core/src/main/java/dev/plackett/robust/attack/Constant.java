package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The same number everywhere.
 *
 * @param value may be NaN or infinite
 */
public record Constant(double value) implements Attack {

    @Override
    public Carry corrupt(List<Tensor> rows, Scene scene, Carry carry) {
        rows.forEach(row -> row.fill_(Tensors.scalar(value)));
        return carry;
    }

    /** {@code constant} in recipes. */
    public static final class Provider implements AttackProvider {

        private static final Option<Double> C = Option.number("c", 1, "the number");

        @Override
        public String name() {
            return "constant";
        }

        @Override
        public String summary() {
            return "the same number everywhere";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(C);
        }

        @Override
        public Attack create(Options options) {
            return new Constant(options.get(C));
        }
    }

    /** {@code zero} in recipes. */
    public static final class Zero implements AttackProvider {

        @Override
        public String name() {
            return "zero";
        }

        @Override
        public String summary() {
            return "zeros: a crashed worker";
        }

        @Override
        public Attack create(Options options) {
            return new Constant(0);
        }
    }

    /** {@code nan} in recipes. */
    public static final class NotANumber implements AttackProvider {

        @Override
        public String name() {
            return "nan";
        }

        @Override
        public String summary() {
            return "NaN everywhere";
        }

        @Override
        public Attack create(Options options) {
            return new Constant(Double.NaN);
        }
    }

    /** {@code inf} in recipes. */
    public static final class Infinite implements AttackProvider {

        @Override
        public String name() {
            return "inf";
        }

        @Override
        public String summary() {
            return "infinity everywhere";
        }

        @Override
        public Attack create(Options options) {
            return new Constant(Double.POSITIVE_INFINITY);
        }
    }
}
