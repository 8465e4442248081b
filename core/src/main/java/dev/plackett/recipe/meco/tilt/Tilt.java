package dev.plackett.recipe.meco.tilt;

import dev.plackett.model.density.Density;
import dev.plackett.model.density.LogDensity;
import dev.plackett.model.energy.Energy;
import dev.plackett.objective.Carry;
import org.bytedeco.pytorch.Tensor;

/**
 * A trained model f = net + log q.
 *
 * @param net   the network
 * @param noise q
 * @param carry the objective's state at the end, log u in it
 * @param watch what the weights did on the way
 */
public record Tilt(Energy net, Density noise, Carry carry, Watch watch) implements LogDensity, AutoCloseable {

    @Override
    public Tensor of(Tensor points) {
        return net.of(points).add(noise.logDensity(points));
    }

    /** The same with the network in float64, which is what densities are measured in. */
    public Tilt exact() {
        return new Tilt(net.frozen(org.bytedeco.pytorch.global.torch.ScalarType.Double), noise, carry, watch);
    }

    @Override
    public void close() {
        net.close();
    }
}
