package dev.plackett.model.energy;

import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.ParameterStore;

/**
 * An unnormalised log-density f as data: a family of densities, or a network that is read as one. The sign is that of a log-density: high where rows are
 * likely.
 */
public interface EnergyPlan extends Plan {

    /** f with a store's weights; rows in the store's compute dtype. */
    LogDensity over(ParameterStore store);

    /**
     * A network with one output, which is f.
     *
     * @throws IllegalArgumentException when it has more
     */
    static EnergyPlan of(Network network) {
        if (network.outputs() != 1) {
            throw new IllegalArgumentException("an energy is one number per row, this network gives " + network.outputs()
                + ": read a classifier by EnergyPlan.classifier");
        }
        return new Reading(network, Reading.Of.OUTPUT);
    }

    /** A classifier read as an energy (JEM, Grathwohl et al. 2020): f(x) = log Σ_y exp(logit_y(x)). */
    static EnergyPlan classifier(Network network) {
        return new Reading(network, Reading.Of.LOG_SUM);
    }

    /** The same with f between −c and c, by c·tanh(f/c): what keeps a network from growing where a batch has no sample. 8 to 15 is usual. */
    default EnergyPlan bounded(double c) {
        return new Bounded(this, c);
    }

    /**
     * The same less a learnt constant that begins at 0: the {@code log_normalizer} that NCE, eNCE and self-normalised likelihood need where f has no free
     * constant of its own.
     */
    default EnergyPlan normalized() {
        return new Normalized(this);
    }
}
