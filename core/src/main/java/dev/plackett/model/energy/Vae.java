package dev.plackett.model.energy;

import dev.plackett.nn.Layer;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A variational autoencoder at work.
 *
 * @param plan    its sizes
 * @param encoder {@code [n, pixels]} → {@code [n, 2·latent]}: means, then logarithms of variances
 * @param decoder {@code [n, latent]} → {@code [n, pixels]}: logits
 */
public record Vae(VaePlan plan, Layer encoder, Layer decoder) {

    /**
     * q(z|x) of images.
     *
     * @param mean        {@code [n, latent]}
     * @param logVariance {@code [n, latent]}
     */
    public record Posterior(Tensor mean, Tensor logVariance) {

        /** Codes made of standard normal numbers, {@code [n, latent]}. */
        public Tensor sample(Tensor noise) {
            return mean.add(logVariance.mul(Tensors.scalar(0.5)).exp().mul(noise));
        }

        /** KL(q(z|x) ‖ N(0, I)) of each, in nats. */
        Tensor divergence() {
            Tensor terms = mean.square().add(logVariance.exp()).sub(logVariance).sub(Tensors.scalar(1));
            return terms.sum(1).mul(Tensors.scalar(0.5));
        }
    }

    /** The posterior of images {@code [n, pixels]}. */
    public Posterior posterior(Tensor images) {
        Tensor both = encoder.forward(images);
        return new Posterior(both.narrow(1, 0, plan.latent()), both.narrow(1, plan.latent(), plan.latent()));
    }

    /** Means of the pixels of codes {@code [n, latent]}, {@code [n, pixels]} in (0, 1). */
    public Tensor decode(Tensor codes) {
        return decoder.forward(codes).sigmoid();
    }

    /**
     * The evidence lower bound of each image by one code, in nats.
     *
     * @param images {@code [n, pixels]} in [0, 1]
     * @param noise  {@code [n, latent]}, standard normal
     */
    public Tensor bound(Tensor images, Tensor noise) {
        Posterior posterior = posterior(images);
        Tensor logits = decoder.forward(posterior.sample(noise));
        return images.mul(logits).sub(torch.softplus(logits)).sum(1).sub(posterior.divergence());
    }
}
