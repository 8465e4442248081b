package dev.plackett.train;

import dev.plackett.tensor.ParameterStore;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Turns a flat gradient into an update of a store's parameters. Holds flat state tensors, which are checkpointed by name. */
public interface Optimizer extends AutoCloseable {

    /**
     * Updates the parameters and refreshes the store.
     *
     * @param gradient     flat gradient; may be scaled in place
     * @param scale        factor of the gradient (gradient clipping), at least 0
     * @param learningRate the rate of this update, at least 0
     * @throws IllegalArgumentException when the gradient is none of this store's, or a number is out of range; nothing has changed then
     */
    void step(Tensor gradient, double scale, double learningRate);

    /** State tensors by name, for checkpoints. */
    Map<String, Tensor> state();

    /** Number of updates so far. */
    long steps();

    /** Sets the number of updates, when state is restored. */
    void steps(long steps);

    @Override
    void close();

    /** AdamW with torch's semantics: decoupled decay of matrices (not of norms and biases, as transformers does), bias correction, ε outside the root. */
    static Optimizer adamW(ParameterStore store, double beta1, double beta2, double eps, double weightDecay) {
        share("beta1", beta1);
        share("beta2", beta2);
        checkConstants(eps, weightDecay);
        return new AdamW(store, beta1, beta2, eps, weightDecay);
    }

    /** RMSProp with torch's semantics: v ← αv + (1−α)g², θ ← θ − lr·g/(√v + ε); no bias correction, no momentum; decay is added to the matrices' gradient. */
    static Optimizer rmsProp(ParameterStore store, double alpha, double eps, double weightDecay) {
        share("alpha", alpha);
        checkConstants(eps, weightDecay);
        return new RmsProp(store, alpha, eps, weightDecay);
    }

    /**
     * Descent along a moving average of gradients: v ← (1−β)v + βg, θ ← θ − lr·v, where v begins as the first gradient. β = 1 is plain gradient descent.
     *
     * @param beta β, weight of the newest gradient, above 0 and at most 1
     */
    static Optimizer averaged(ParameterStore store, double beta) {
        if (!(beta > 0 && beta <= 1)) {
            throw new IllegalArgumentException("beta is " + beta + ", expected above 0 and at most 1");
        }
        return new AveragedDescent(store, beta);
    }

    /** Normalised gradient descent: θ ← θ − lr·g/‖g‖, whatever the gradient's length (so clipping changes nothing); a gradient of 0 moves nothing. */
    static Optimizer normalized(ParameterStore store) {
        return new NormalizedDescent(store);
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least 0 and below 1");
        }
    }

    private static void checkConstants(double eps, double weightDecay) {
        if (!(eps > 0 && weightDecay >= 0 && Double.isFinite(eps + weightDecay))) {
            throw new IllegalArgumentException("epsilon is " + eps + " and weight decay " + weightDecay + ", expected above 0 and at least 0");
        }
    }
}
