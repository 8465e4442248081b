package dev.plackett.model.energy;

import dev.plackett.model.density.LogDensity;
import dev.plackett.nn.Layer;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Seeds;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A network read as an energy. */
record Reading(Network network, Of of) implements EnergyPlan {

    /** What of its outputs. */
    enum Of {
        /** The only one. */
        OUTPUT {
            @Override
            Tensor read(Tensor outputs) {
                return outputs.squeeze(1);
            }
        },
        /** log of the sum of their exponentials. */
        LOG_SUM {
            @Override
            Tensor read(Tensor outputs) {
                return torch.logsumexp(outputs, 1);
            }
        };

        abstract Tensor read(Tensor outputs);
    }

    @Override
    public List<ParameterStore.Group> parameters() {
        return network.parameters();
    }

    @Override
    public void initialise(ParameterStore store, Seeds seeds) {
        network.initialise(store, seeds);
    }

    @Override
    public LogDensity over(ParameterStore store) {
        Layer layer = network.over(store);
        return x -> of.read(layer.forward(x));
    }
}
