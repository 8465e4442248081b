package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The own gradient of an earlier step, or the first one for ever. Until there is one old enough, the first. Remembers n numbers for each step of
 * delay.
 *
 * @param steps how old, at least 1; 0 for the first one
 */
public record Delayed(int steps) implements Attack {

    public Delayed {
        Options.require(steps >= 0, "steps", steps, "at least 1, or 0 for the first gradient");
    }

    @Override
    public Carry corrupt(List<Tensor> rows, Scene scene, Carry carry) {
        Carry next = carry;
        for (int i = 0; i < rows.size(); i++) {
            String first = "delayed." + i + ".first";
            String slot = "delayed." + i + "." + (steps == 0 ? 0 : scene.step() % steps);
            double[] own = steps > 0 || carry.get(first).length == 0 ? Numbers.of(rows.get(i)) : new double[0];
            double[] old = steps > 0 ? carry.get(slot, carry.get(first)) : carry.get(first);
            if (old.length > 0) {
                Numbers.put(old, rows.get(i));
            }
            next = carry.get(first).length == 0 ? next.with(first, own) : next;
            next = steps > 0 ? next.with(slot, own) : next;
        }
        return next;
    }

    /** {@code delayed} in recipes. */
    public static final class Provider implements AttackProvider {

        private static final Option<Integer> STEPS = Option.whole("steps", 5, "how old");

        @Override
        public String name() {
            return "delayed";
        }

        @Override
        public String summary() {
            return "the own gradient of an earlier step";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(STEPS);
        }

        @Override
        public Attack create(Options options) {
            Options.requirePositive("steps", options.get(STEPS));
            return new Delayed(options.get(STEPS));
        }
    }

    /** {@code replayed} in recipes. */
    public static final class Replayed implements AttackProvider {

        @Override
        public String name() {
            return "replayed";
        }

        @Override
        public String summary() {
            return "the own first gradient, for ever";
        }

        @Override
        public Attack create(Options options) {
            return new Delayed(0);
        }
    }
}
