package dev.plackett.evaluate.did;

/**
 * One response under the models that matter. Log-likelihoods are sums over its tokens, EOS included, prompt excluded, in nats.
 *
 * @param policy        log π(y), of the trained policy or the target
 * @param reference     log π_ref(y)
 * @param chosenModel   log π_w(y), of a model of the chosen responses; NaN where there is none
 * @param rejectedModel log π_l(y), of a model of the rejected responses; NaN where there is none
 * @param tokens        how many tokens, at least 1
 */
public record Scored(double policy, double reference, double chosenModel, double rejectedModel, int tokens) {

    /** Nats. A smaller change of a log-likelihood is rounding: the same model scored twice, in other batches. */
    public static final double ROUNDING = 0.01;

    public Scored {
        if (!Double.isFinite(policy) || !Double.isFinite(reference) || Double.isInfinite(chosenModel) || Double.isInfinite(rejectedModel) || tokens < 1) {
            throw new IllegalArgumentException("log-likelihoods " + policy + ", " + reference + ", " + chosenModel + ", " + rejectedModel + " of " + tokens
                + " tokens, expected finite ones (the last two may be missing) and at least 1 token");
        }
    }

    /** Under policy and reference alone. */
    public static Scored of(double policy, double reference, int tokens) {
        return new Scored(policy, reference, Double.NaN, Double.NaN, tokens);
    }

    /** ℓ = log π(y)/π_ref(y). */
    public double ratio() {
        return policy - reference;
    }

    /** s = log π_w(y)/π_l(y); NaN without models of the data. */
    public double dataRatio() {
        return chosenModel - rejectedModel;
    }

    /** log π_ref(y) per token. */
    public double referencePerToken() {
        return reference / tokens;
    }
}
