package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.tensor.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/**
 * Normal numbers.
 *
 * @param mean      of each
 * @param deviation of each, at least 0
 */
public record Gaussian(double mean, double deviation) implements Attack {

    public Gaussian {
        Options.require(deviation >= 0 && Double.isFinite(deviation), "sd", deviation, "at least 0");
    }

    @Override
    public Carry corrupt(List<Tensor> rows, Scene scene, Carry carry) {
        for (int i = 0; i < rows.size(); i++) {
            Seeds stream = scene.stream("gaussian", i);
            Numbers.edit(rows.get(i), (values, width, at) -> {
                SplittableRandom random = stream.at(at).random();
                for (int c = 0; c < width; c++) {
                    values[c] = mean + deviation * random.nextGaussian();
                }
            });
        }
        return carry;
    }

    /** {@code gaussian} in recipes. */
    public static final class Provider implements AttackProvider {

        private static final Option<Double> MEAN = Option.number("mean", 0, "of each number");
        private static final Option<Double> SD = Option.number("sd", 1, "standard deviation of each number");

        @Override
        public String name() {
            return "gaussian";
        }

        @Override
        public String summary() {
            return "normal numbers";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(MEAN, SD);
        }

        @Override
        public Attack create(Options options) {
            return new Gaussian(options.get(MEAN), options.get(SD));
        }
    }
}
