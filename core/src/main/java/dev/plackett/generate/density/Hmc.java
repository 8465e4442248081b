package dev.plackett.generate.density;

import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Hamiltonian Monte Carlo (Duane et al. 1987) with a fresh standard normal momentum, leapfrog steps and a Metropolis test: leaves f exactly as it is. One
 * leapfrog step is MALA, the Metropolis-adjusted Langevin algorithm with α = step²/2. A move out of the density's support is never taken; a chain that begins
 * outside of it takes the first move into it.
 *
 * <p>A trajectory whose length is near half a period of some direction does nothing but mirror it, and a chain of such never mixes. So each chain's step is
 * drawn anew, uniformly within a share of the given one.
 *
 * @param step      length of a leapfrog step, above 0
 * @param leapfrogs how many, at least 1
 * @param jitter    the share, in [0, 1)
 */
public record Hmc(double step, int leapfrogs, double jitter) implements Transition {

    private static final double SLOWEST = 1e-8;
    private static final double USUAL_JITTER = 0.2;

    public Hmc {
        if (!(step > 0 && Double.isFinite(step)) || leapfrogs < 1 || !(jitter >= 0 && jitter < 1)) {
            throw new IllegalArgumentException(leapfrogs + " leapfrog steps of length " + step + " with jitter " + jitter
                + ", expected at least 1, above 0 and in [0, 1)");
        }
    }

    /** With steps within a fifth of the given one. */
    public Hmc(double step, int leapfrogs) {
        this(step, leapfrogs, USUAL_JITTER);
    }

    /** MALA whose Langevin step is α. */
    public static Hmc mala(double alpha) {
        return new Hmc(Math.sqrt(2 * alpha), 1, 0);
    }

    /**
     * The same with the step length at which a wanted share of proposals is taken. Each round moves the points, and the step's logarithm by what is missing,
     * less and less. The tuned chain is to be begun anew, with other seeds: chains that are tuned as they go are not exact.
     *
     * @param from       where chains are, {@code [n, …]}
     * @param acceptance wanted, in (0, 1): about 0.6 for one leapfrog step, 0.8 for many
     * @param rounds     30 are enough
     */
    public Hmc tuned(LogDensity target, Tensor from, double acceptance, int rounds, Seeds seeds) {
        if (!(acceptance > 0 && acceptance < 1)) {
            throw new IllegalArgumentException("an acceptance of " + acceptance + " is wanted, expected a number in (0, 1)");
        }
        Hmc now = this;
        try (Scope scope = Scope.open()) {
            Tensor at = from;
            for (int round = 0; round < rounds; round++) {
                Moved moved = now.step(target, at, seeds.at("tuning").at(round));
                at = moved.points();
                double gain = 4 / (1 + round / 5.0);
                now = new Hmc(Math.max(SLOWEST, now.step * Math.exp(gain * (moved.acceptance() - acceptance))), leapfrogs, jitter);
            }
        }
        return now;
    }

    @Override
    public Moved step(LogDensity target, Tensor from, Seeds seeds) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor start = from.detach();
            Tensor momentum = RowNoise.normal(start, seeds.at("momentum"));
            Tensor lengths = lengths(start, seeds.at("jitter").random());
            Slope slope = Slope.of(target, start);
            Tensor before = slope.value().sub(kinetic(momentum));
            Tensor x = start;
            for (int i = 0; i < leapfrogs; i++) {
                momentum = momentum.add(slope.gradient().mul(lengths).mul(Tensors.scalar(0.5)));
                x = x.add(momentum.mul(lengths));
                slope = Slope.of(target, x);
                momentum = momentum.add(slope.gradient().mul(lengths).mul(Tensors.scalar(0.5)));
            }
            double[] gain = Tensors.toDoubles(slope.value().sub(kinetic(momentum)).sub(before));
            double[] taken = new double[gain.length];
            SplittableRandom random = seeds.at("test").random();
            double accepted = 0;
            for (int i = 0; i < gain.length; i++) {
                // What is no number is refused.
                taken[i] = Math.log(random.nextDouble()) < gain[i] ? 1 : 0;
                accepted += taken[i] / gain.length;
            }
            Tensor take = RowNoise.spread(Tensors.of(Tensors.dtype(start), taken).gt(Tensors.scalar(0.5)), start);
            return new Moved(scope.keep(torch.where(take, x, start)), accepted);
        }
    }

    /** Each chain's step, of a shape that multiplies its points. */
    private Tensor lengths(Tensor points, SplittableRandom random) {
        double[] each = new double[(int) points.size(0)];
        for (int i = 0; i < each.length; i++) {
            each[i] = step * (1 + jitter * (2 * random.nextDouble() - 1));
        }
        return RowNoise.spread(Tensors.of(Tensors.dtype(points), each), points);
    }

    private static Tensor kinetic(Tensor momentum) {
        return momentum.flatten(1, -1).square().sum(1).mul(Tensors.scalar(0.5));
    }
}
