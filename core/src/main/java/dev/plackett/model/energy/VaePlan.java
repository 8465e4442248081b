package dev.plackett.model.energy;

import dev.plackett.nn.Activation;
import dev.plackett.nn.Linear;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Seeds;
import java.util.List;
import java.util.stream.Stream;

/**
 * A small variational autoencoder (Kingma and Welling 2014) for numbers in [0, 1]: one hidden layer each way, SiLU, a Gaussian posterior with its own variances
 * under a standard normal prior, pixels Bernoulli.
 *
 * @param pixels numbers of an image
 * @param hidden width of both hidden layers
 * @param latent numbers of a code
 */
public record VaePlan(int pixels, int hidden, int latent) implements Plan {

    public VaePlan {
        if (pixels < 1 || hidden < 1 || latent < 1) {
            throw new IllegalArgumentException("an autoencoder of " + pixels + " pixels, " + hidden + " hidden numbers and a code of " + latent
                + ", expected at least 1 each");
        }
    }

    private List<Weights> layers() {
        return List.of(new Weights("encoder.hidden", true, hidden, pixels), new Weights("encoder.output", true, 2L * latent, hidden),
            new Weights("decoder.hidden", true, hidden, latent), new Weights("decoder.output", true, pixels, hidden));
    }

    @Override
    public List<ParameterStore.Group> parameters() {
        return layers().stream().flatMap(l -> l.parameters().stream()).toList();
    }

    @Override
    public void initialise(ParameterStore store, Seeds seeds) {
        layers().forEach(l -> l.initialise(store, seeds));
    }

    /** The autoencoder with a store's weights. */
    public Vae over(ParameterStore store) {
        List<Linear> linear = Stream.of(0, 1, 2, 3).map(i -> layers().get(i).linear(store)).toList();
        return new Vae(this, x -> linear.get(1).forward(Activation.SILU.forward(linear.get(0).forward(x))),
            z -> linear.get(3).forward(Activation.SILU.forward(linear.get(2).forward(z))));
    }
}
