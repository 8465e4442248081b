package dev.plackett.recipe.meco.tilt;

import dev.plackett.model.energy.Energy;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Objective;
import dev.plackett.objective.energy.Ence;
import dev.plackett.objective.energy.Meco;
import dev.plackett.objective.energy.Nce;
import dev.plackett.objective.energy.Snl;
import dev.plackett.train.StepGradient;
import java.util.function.DoubleSupplier;

/** A way for an unnormalised model to learn: what the gradient of a step is. */
public interface Fit {

    /** What tables call it. */
    String name();

    /** Time of one of its steps in steps of {@link #nce}: what a budget in seconds divides the steps by. */
    double cost();

    /** Begins with a network as it is. */
    Running begin(Lesson lesson, Energy energy);

    /**
     * What the training itself says of log Z, to be compared with a measurement; NaN when it says nothing.
     *
     * @param carry      the objective's state at the end
     * @param meanOfData mean of f over the data at the end, computed when asked for
     */
    double logPartition(Carry carry, DoubleSupplier meanOfData);

    /**
     * A training under way.
     *
     * @param gradient gives each step's
     * @param close    frees what it holds
     */
    record Running(StepGradient gradient, Runnable close) {}

    /** Noise-contrastive estimation; the network's own constant is the learnt log-normaliser. */
    static Fit nce() {
        return new Contrast("NCE", new Nce(1), Contrast.Says.ZERO);
    }

    /** Exponential NCE, as the logarithm of its loss. */
    static Fit ence() {
        return new Contrast("eNCE", new Ence(Ence.Form.LOG), Contrast.Says.ZERO);
    }

    /** MECO. */
    static Fit meco(double gamma) {
        return new Contrast("MECO", Meco.of(gamma), Contrast.Says.AVERAGE);
    }

    /** MECO with f taken from its mean over the data. */
    static Fit mecoCentred(double gamma) {
        return new Contrast("MECO-centred", Meco.of(gamma).asCentred(), Contrast.Says.CENTRED_AVERAGE);
    }

    /** Self-normalised importance sampling: MECO without memory. */
    static Fit snis() {
        return new Contrast("SNIS", Meco.snis(), Contrast.Says.NOTHING);
    }

    /** Self-normalised likelihood; the network's own constant is the learnt one. */
    static Fit snl() {
        return new Contrast("SNL", new Snl(), Contrast.Says.ZERO);
    }

    /** An objective of the user's on data and noise. */
    static Fit of(String name, Objective objective) {
        return new Contrast(name, objective, Contrast.Says.NOTHING);
    }
}
