package dev.plackett.train;

import dev.plackett.tensor.ParameterStore;
import java.util.Map;
import java.util.TreeMap;

/**
 * From a gradient to new parameters: clipping, the schedule's rate, the optimiser.
 *
 * @param maxGradientNorm gradients longer than this are scaled down to it; 0 leaves them as they are
 */
record Update(ParameterStore parameters, Optimizer optimizer, Schedule schedule, double maxGradientNorm) {

    Update {
        if (!(maxGradientNorm >= 0)) {
            throw new IllegalArgumentException("max gradient norm is " + maxGradientNorm + ", expected at least 0 (0: never clip)");
        }
    }

    /**
     * Updates by the gradient that lies in the parameters' buffer.
     *
     * @param report what the pass that computed it found
     * @return TRL's metric names: loss, grad_norm, learning_rate, and the objective's own
     * @throws NonFiniteException when loss or gradient is not finite; the parameters are then unchanged
     */
    Map<String, Double> apply(StepReport report) {
        double norm = GradientNorm.of(parameters.gradient());
        if (!Double.isFinite(report.value()) || !Double.isFinite(norm)) {
            throw new NonFiniteException("step " + optimizer.steps() + ": loss " + report.value() + ", gradient norm " + norm
                + ": the update is refused, the parameters are as before");
        }
        double rate = schedule.rate(optimizer.steps());
        // torch.nn.utils.clip_grad_norm_ divides by (norm + 1e-6).
        double scale = maxGradientNorm > 0 ? Math.min(1, maxGradientNorm / (norm + 1e-6)) : 1;
        optimizer.step(parameters.gradient(), scale, rate);
        Map<String, Double> out = new TreeMap<>(report.means());
        out.put("loss", report.value());
        out.put("grad_norm", norm);
        out.put("learning_rate", rate);
        return out;
    }
}
