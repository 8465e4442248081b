package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * μ − zσ: the honest mean, moved in each coordinate by so little that it lies within the honest gradients' spread (Baruch et al. 2019). Libraries
 * that add instead of subtracting are a negative z.
 *
 * @param z    how many standard deviations; NaN for the largest that is not noticed by a majority, z_max
 * @param ddof the deviation's divisor is h − ddof: 1 as in most code, 0 in ByzFL's text
 */
public record LittleIsEnough(double z, int ddof) implements Attack {

    public LittleIsEnough {
        Options.require(!Double.isInfinite(z), "z", z, "a number");
        Options.require(ddof == 0 || ddof == 1, "ddof", ddof, "0 or 1");
    }

    /**
     * z_max = Φ⁻¹((p−f−s)/(p−f)), s = ⌊p/2⌋ + 1 − f.
     *
     * @throws IllegalArgumentException where the faulty are a majority of themselves
     */
    public static double largest(int p, int f) {
        int supporters = p / 2 + 1 - f;
        if (f < 1 || supporters < 1 || supporters >= p - f) {
            throw new IllegalArgumentException("alie has no largest z for p = " + p + " and f = " + f + "; give z");
        }
        return quantile((double) (p - f - supporters) / (p - f));
    }

    /** Φ⁻¹, by Newton's method on Φ(z) = ½ + φ(z)(z + z³/3 + z⁵/15 + …). */
    private static double quantile(double probability) {
        double z = 0;
        for (int step = 0; step < 60; step++) {
            double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
            double term = z;
            double series = 0;
            for (int k = 1; Math.abs(term) > 1e-18 && k < 400; k++) {
                series += term;
                term *= z * z / (2 * k + 1);
            }
            double change = (0.5 + density * series - probability) / density;
            z -= Math.max(-1, Math.min(1, change));
            if (Math.abs(change) < 1e-14) {
                break;
            }
        }
        return z;
    }

    @Override
    public boolean omniscient() {
        return true;
    }

    @Override
    public Carry corrupt(List<Tensor> rows, Scene scene, Carry carry) {
        GradientMatrix honest = scene.honestOr(rows);
        double factor = Double.isNaN(z) ? largest(honest.workers() + rows.size(), rows.size()) : z;
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor sent = Tensors.zeros(ScalarType.Double, honest.length());
            shifted(honest, 1, -factor, ddof, sent);
            rows.forEach(row -> row.copy_(sent));
        }
        return carry;
    }

    /** aμ + bσ in each coordinate. */
    static void shifted(GradientMatrix honest, double a, double b, int ddof, Tensor out) {
        if (honest.workers() <= ddof) {
            throw new IllegalArgumentException("alie needs the gradients of at least " + (ddof + 1) + " honest workers, found " + honest.workers());
        }
        honest.coordinates(out, () -> (values, width, at, result) -> {
            for (int c = 0; c < width; c++) {
                double mean = 0;
                for (double[] row : values) {
                    mean += row[c] / values.length;
                }
                double squares = 0;
                for (double[] row : values) {
                    squares += (row[c] - mean) * (row[c] - mean);
                }
                result[c] = a * mean + b * Math.sqrt(squares / (values.length - ddof));
            }
        });
    }

    /** {@code alie} in recipes. */
    public static final class Provider implements AttackProvider {

        private static final Option<Double> Z = Option.number("z", Double.NaN, "without it the largest z that a majority does not notice");
        private static final Option<Integer> DDOF = Option.whole("ddof", 1, "the deviation's divisor is h - ddof");

        @Override
        public String name() {
            return "alie";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("lie");
        }

        @Override
        public String summary() {
            return "mean - z times the standard deviation of the honest gradients, coordinate by coordinate";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(Z, DDOF);
        }

        @Override
        public Attack create(Options options) {
            return new LittleIsEnough(options.get(Z), options.get(DDOF));
        }
    }
}
