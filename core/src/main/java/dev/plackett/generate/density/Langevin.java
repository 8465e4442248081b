package dev.plackett.generate.density;

import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Langevin steps without a test: x ← x + α·∇f + σ·N(0, I). With σ = √(2α) they sample f to the order of α; JEM's SGLD has α = 1 and σ = 0.01, which is
 * nearer to an ascent and samples a much colder density.
 *
 * @param step  α, above 0
 * @param noise σ, at least 0
 */
public record Langevin(double step, double noise) implements Transition {

    public Langevin {
        if (!(step > 0 && Double.isFinite(step)) || !(noise >= 0 && Double.isFinite(noise))) {
            throw new IllegalArgumentException("Langevin steps of " + step + " with noise " + noise + ", expected above 0 and at least 0");
        }
    }

    /** σ = √(2α): samples f as α goes to 0. */
    public static Langevin unbiased(double step) {
        return new Langevin(step, Math.sqrt(2 * step));
    }

    @Override
    public Moved step(LogDensity target, Tensor from, Seeds seeds) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor drift = Slope.of(target, from).gradient().mul(Tensors.scalar(step));
            return new Moved(scope.keep(from.detach().add(drift).add(RowNoise.normal(from, seeds).mul(Tensors.scalar(noise)))), 1);
        }
    }
}
