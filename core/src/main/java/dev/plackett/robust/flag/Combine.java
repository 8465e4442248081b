package dev.plackett.robust.flag;

import dev.plackett.robust.Weights;

/** How projected gradients become an update. These are three aggregators with different robustness. */
public enum Combine {

    /** (1/p) YYᵀ Σ gᵢ: the projected mean (the paper). One gradient long enough, or reversed, rules it, as it rules the mean. */
    PAPER {
        @Override
        double[] of(double[] norms) {
            return norms.clone();
        }

        @Override
        double scale(double[] norms, int m) {
            return 1.0 / norms.length;
        }
    },
    /**
     * (1/m) YYᵀ Σ gᵢ/‖gᵢ‖: gradients of length 1, divided by the subspace's dimension (the released code). At most p/m long, whatever the gradients
     * are.
     */
    RELEASED {
        @Override
        double[] of(double[] norms) {
            return ones(norms);
        }

        @Override
        double scale(double[] norms, int m) {
            return 1.0 / m;
        }
    },
    /** The lower median of the norms times (1/p) YYᵀ Σ gᵢ/‖gᵢ‖: bounded, and in the gradients' own scale (ours). */
    MEDIAN_NORM {
        @Override
        double[] of(double[] norms) {
            return ones(norms);
        }

        @Override
        double scale(double[] norms, int m) {
            return Weights.lowerMedian(norms) / norms.length;
        }
    };

    /** Lengths of the gradients that are summed. */
    abstract double[] of(double[] norms);

    /** What the sum is multiplied by. */
    abstract double scale(double[] norms, int m);

    private static double[] ones(double[] norms) {
        double[] ones = new double[norms.length];
        for (int i = 0; i < ones.length; i++) {
            ones[i] = norms[i] > 0 ? 1 : 0;
        }
        return ones;
    }
}
