package dev.plackett.evaluate.did;

/**
 * Which of the estimators made a number. Numbers of different members must not be compared.
 *
 * @param k        samples per prompt
 * @param proposal whence
 * @param ratio    what of a response enters
 */
public record Member(int k, Proposal proposal, Ratio ratio) {

    /** What of a response enters. */
    public enum Ratio {
        /** ℓ = log π/π_ref, summed over tokens: the DID. */
        SUMMED {
            @Override
            double of(Scored scored) {
                return scored.ratio();
            }
        },
        /** ℓ per token: a heuristic, not a DID. */
        PER_TOKEN {
            @Override
            double of(Scored scored) {
                return scored.ratio() / scored.tokens();
            }
        };

        abstract double of(Scored scored);
    }

    /** As it is to be printed beside every number: {@code H_snis(32, policy)}. */
    public String label() {
        return "H_snis(" + k + ", " + proposal.label() + (ratio == Ratio.SUMMED ? ")" : "; length-normalised, not a DID)");
    }
}
