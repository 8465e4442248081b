package dev.plackett.data;

/** What one log-likelihood ℓ stands for. */
public enum Grain {
    /** One number per sequence: the sum over its scored tokens. */
    SEQUENCE,
    /** One number per scored segment of a sequence. */
    SEGMENT,
    /** One number per scored token. */
    TOKEN,
    /** One number per Monte-Carlo sample (an ELBO sample of a masked-diffusion model). */
    SAMPLE
}
