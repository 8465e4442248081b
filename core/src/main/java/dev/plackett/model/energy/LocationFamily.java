package dev.plackett.model.energy;

import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A density moved about, the shift form: f(x) = shape(x − θ), θ from 0. Its Z does not depend on θ.
 *
 * @param dimension d, length of θ
 * @param shape     unnormalised log-density that is moved
 */
public record LocationFamily(long dimension, LogDensity shape) implements EnergyPlan {

    /** −|x|²/2. */
    static final LogDensity STANDARD = x -> x.square().sum(1).mul(Tensors.scalar(-0.5));

    private static final String THETA = "theta";

    /** Gaussians of unit covariance and mean θ: f = −|x − θ|²/2. */
    public static LocationFamily gaussianMean(long dimension) {
        return new LocationFamily(dimension, STANDARD);
    }

    @Override
    public List<ParameterStore.Group> parameters() {
        return List.of(ParameterStore.Group.of(THETA, dimension));
    }

    @Override
    public void initialise(ParameterStore store, Seeds seeds) {
        store.master(THETA).zero_();
    }

    @Override
    public LogDensity over(ParameterStore store) {
        Tensor theta = store.weight(THETA);
        return x -> shape.of(x.sub(theta));
    }
}
