package dev.plackett.evaluate.did;

import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * Trains a table: a softmax policy over a finite space, from the reference.
 *
 * @param loss    what is minimised
 * @param descent how
 * @param steps   how often
 * @param factor  of the learning rate at each step, from 0
 */
public record TabularTraining(TabularLoss loss, Descent descent, int steps, IntToDoubleFunction factor) {

    /** At a constant rate. */
    public static TabularTraining constant(TabularLoss loss, Descent descent, int steps) {
        return new TabularTraining(loss, descent, steps, t -> 1);
    }

    /** At a rate that falls linearly, from its full size at the first step to 1/steps of it at the last. */
    public static TabularTraining decayed(TabularLoss loss, Descent descent, int steps) {
        return new TabularTraining(loss, descent, steps, t -> (steps - t) / (double) steps);
    }

    /** The policy after the last step. */
    public FinitePolicy from(FinitePolicy start) {
        return from(start, (t, policy) -> { });
    }

    /** The policy after the last step, seen on the way before each step and after the last. */
    public FinitePolicy from(FinitePolicy start, Watch watch) {
        double[] x = start.logs().clone();
        Descent.Stepper stepper = descent.start(x.length);
        UnaryOperator<double[]> gradient = loss.gradients();
        for (int t = 0; t < steps; t++) {
            watch.at(t, x);
            stepper.step(x, gradient.apply(x), factor.applyAsDouble(t));
        }
        watch.at(steps, x);
        return FinitePolicy.softmax(x);
    }

    /** What looks on. */
    @FunctionalInterface
    public interface Watch {
        /** Before step {@code t}; {@code logits} changes afterwards, so what is kept must be copied. */
        void at(int t, double[] logits);
    }
}
