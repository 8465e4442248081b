package dev.plackett.recipe.did.toy;

import dev.plackett.evaluate.did.ClosedForm;

/** Whence preference pairs come that encode the difference from π_ref to π*, with DPO's optimum at π* (DID specification, 2.5 and R5). */
public enum DataCase {
    /** Chosen from π_ref, rejected from the closed form ∝ π_ref·(π_ref/π*)^β. */
    ON_POLICY_CHOSEN("chosen responses from the reference") {
        @Override
        public ToyPolicy chosen(ToyNetwork network) {
            return network.reference();
        }

        @Override
        public ToyPolicy rejected(ToyNetwork network, double beta) {
            return network.reference().with(network.target(), (reference, target) -> ClosedForm.rejected(reference, reference, target, beta));
        }
    },
    /** Chosen from π*, rejected from π_ref; β is 1. */
    ON_POLICY_REJECTED("rejected responses from the reference") {
        @Override
        public ToyPolicy chosen(ToyNetwork network) {
            return network.target();
        }

        @Override
        public ToyPolicy rejected(ToyNetwork network, double beta) {
            if (beta != 1) {
                throw new IllegalArgumentException("beta is " + beta + ", expected 1: with another the optimum is not the target");
            }
            return network.reference();
        }
    };

    private final String title;

    DataCase(String title) {
        this.title = title;
    }

    /** In plain words. */
    public String title() {
        return title;
    }

    /** Policy of the chosen responses. */
    public abstract ToyPolicy chosen(ToyNetwork network);

    /** Policy of the rejected responses. */
    public abstract ToyPolicy rejected(ToyNetwork network, double beta);
}
