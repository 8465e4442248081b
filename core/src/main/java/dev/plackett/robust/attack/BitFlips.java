package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Faulty hardware: random bits of random numbers are flipped in their float32 form, exponents and signs included (ours).
 *
 * @param count how many bits, at least 0
 */
public record BitFlips(int count) implements Attack {

    public BitFlips {
        Options.require(count >= 0, "bits", count, "at least 0");
    }

    @Override
    public Carry corrupt(List<Tensor> rows, Scene scene, Carry carry) {
        for (int i = 0; i < rows.size(); i++) {
            SplittableRandom random = scene.stream("bitflip", i).random();
            for (int flip = 0; flip < count; flip++) {
                try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                    Tensor number = rows.get(i).narrow(0, random.nextLong(rows.get(i).numel()), 1);
                    int bits = Float.floatToRawIntBits(Tensors.toFloats(number.cpu())[0]) ^ 1 << random.nextInt(Float.SIZE);
                    number.copy_(Tensors.of(Float.intBitsToFloat(bits)));
                }
            }
        }
        return carry;
    }

    /** {@code bitflip} in recipes. */
    public static final class Provider implements AttackProvider {

        private static final Option<Integer> BITS = Option.whole("bits", 1, "how many");

        @Override
        public String name() {
            return "bitflip";
        }

        @Override
        public String summary() {
            return "random bits of random numbers are flipped, exponents included: faulty hardware";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(BITS);
        }

        @Override
        public Attack create(Options options) {
            return new BitFlips(options.get(BITS));
        }
    }
}
