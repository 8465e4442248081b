package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Options;
import dev.plackett.tensor.Seeds;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/** Each number from [0, 1): the paper's main fault. Not of mean 0: about √(n/3) long, and two of them have a cosine of about ¾. */
public record Uniform() implements Attack {

    @Override
    public Carry corrupt(List<Tensor> rows, Scene scene, Carry carry) {
        for (int i = 0; i < rows.size(); i++) {
            Seeds stream = scene.stream("uniform", i);
            Numbers.edit(rows.get(i), (values, width, at) -> {
                SplittableRandom random = stream.at(at).random();
                for (int c = 0; c < width; c++) {
                    // 24 bits, which float32 holds, so that 1 is never reached.
                    values[c] = (random.nextInt() >>> 8) * 0x1p-24;
                }
            });
        }
        return carry;
    }

    /** {@code uniform} in recipes. */
    public static final class Provider implements AttackProvider {

        @Override
        public String name() {
            return "uniform";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("random");
        }

        @Override
        public String summary() {
            return "each number from [0, 1): large, all positive, alike; the paper's main fault";
        }

        @Override
        public Attack create(Options options) {
            return new Uniform();
        }
    }
}
