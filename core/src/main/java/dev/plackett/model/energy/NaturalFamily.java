package dev.plackett.model.energy;

import dev.plackett.model.density.LogDensity;
import dev.plackett.nn.Layer;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * An exponential family in natural form: f(x) = θ·T(x) + base(x), θ from 0. Its log Z moves with θ, which is what makes estimates of it lag.
 *
 * @param size      length of θ and of T(x)
 * @param statistic T: {@code [n, …]} → {@code [n, size]}
 * @param base      what does not depend on θ
 */
public record NaturalFamily(long size, Layer statistic, LogDensity base) implements EnergyPlan {

    private static final String THETA = "theta";

    /** Gaussians of unit covariance and mean θ: f = θ·x − |x|²/2, log Z = |θ|²/2 + (d/2) log 2π. */
    public static NaturalFamily gaussianMean(long dimension) {
        return new NaturalFamily(dimension, x -> x, LocationFamily.STANDARD);
    }

    /**
     * Gaussians with independent coordinates: T = (x, −x²/2), θ = (precision·mean, precision − 1), so that θ = 0 is the standard Gaussian. A density as long as
     * the second half of θ is above −1.
     */
    public static NaturalFamily gaussian(long dimension) {
        return new NaturalFamily(2 * dimension, x -> torch.cat(new TensorVector(x, x.square().mul(Tensors.scalar(-0.5))), 1), LocationFamily.STANDARD);
    }

    @Override
    public List<ParameterStore.Group> parameters() {
        return List.of(ParameterStore.Group.of(THETA, size));
    }

    @Override
    public void initialise(ParameterStore store, Seeds seeds) {
        store.master(THETA).zero_();
    }

    @Override
    public LogDensity over(ParameterStore store) {
        Tensor theta = store.weight(THETA);
        return x -> torch.mv(statistic.forward(x), theta).add(base.of(x));
    }
}
