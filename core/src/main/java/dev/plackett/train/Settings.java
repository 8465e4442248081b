package dev.plackett.train;

import dev.plackett.tensor.ParameterStore;

/**
 * How a model is trained; names and meanings are those of the Hugging Face trainer where it has them.
 *
 * @param learningRate      peak rate
 * @param batchSize         units (sequences, pairs, groups) per update
 * @param scheduleEpochs    epochs over which the schedule is laid out
 * @param stopAfterEpochs   epochs after which training ends, at most {@code scheduleEpochs}
 * @param schedule          shape after the warm-up
 * @param warmupRatio       share of the schedule that warms up
 * @param rule              the update rule
 * @param weightDecay       decoupled for AdamW, added to the gradient for RMSProp
 * @param maxGradientNorm   gradients are clipped to this length; 0 never
 * @param microBatchTokens  tokens of graph alive at a time
 * @param projection        whether updates may make chosen answers less likely
 */
public record Settings(double learningRate, int batchSize, double scheduleEpochs, double stopAfterEpochs, Schedule.Shape schedule,
                       double warmupRatio, Rule rule, double weightDecay, double maxGradientNorm, long microBatchTokens, Projection projection) {

    /** Update rules, with torch's default constants. */
    public enum Rule {
        /** AdamW: β (0.9, 0.999), ε 1e-8. */
        ADAMW {
            @Override
            Optimizer over(ParameterStore store, double weightDecay) {
                return Optimizer.adamW(store, 0.9, 0.999, 1e-8, weightDecay);
            }
        },
        /** RMSProp: α 0.99, ε 1e-8. */
        RMSPROP {
            @Override
            Optimizer over(ParameterStore store, double weightDecay) {
                return Optimizer.rmsProp(store, 0.99, 1e-8, weightDecay);
            }
        };

        abstract Optimizer over(ParameterStore store, double weightDecay);
    }

    /** Without projection. */
    public Settings(double learningRate, int batchSize, double scheduleEpochs, double stopAfterEpochs, Schedule.Shape schedule, double warmupRatio, Rule rule,
                    double weightDecay, double maxGradientNorm, long microBatchTokens) {
        this(learningRate, batchSize, scheduleEpochs, stopAfterEpochs, schedule, warmupRatio, rule, weightDecay, maxGradientNorm, microBatchTokens,
            Projection.NONE);
    }

    public Settings {
        require(learningRate > 0 && Double.isFinite(learningRate), "learning rate", learningRate, "above 0");
        require(batchSize >= 1, "batch size", batchSize, "at least 1");
        require(scheduleEpochs > 0 && Double.isFinite(scheduleEpochs), "schedule epochs", scheduleEpochs, "above 0");
        require(stopAfterEpochs > 0 && stopAfterEpochs <= scheduleEpochs, "stop after epochs", stopAfterEpochs,
            "above 0 and at most the schedule's " + scheduleEpochs);
        require(warmupRatio >= 0 && warmupRatio <= 1, "warm-up ratio", warmupRatio, "0 to 1");
        require(weightDecay >= 0 && Double.isFinite(weightDecay), "weight decay", weightDecay, "at least 0");
        require(maxGradientNorm >= 0, "max gradient norm", maxGradientNorm, "at least 0 (0: never clip)");
        require(microBatchTokens >= 1, "micro-batch tokens", microBatchTokens, "at least 1");
    }

    /** Updates in one epoch over {@code examples} units; the last one may be smaller. */
    long stepsPerEpoch(long examples) {
        return (examples + batchSize - 1) / batchSize;
    }

    /** Updates over which the schedule is laid out. */
    public long scheduleSteps(long examples) {
        return Math.max(1, Math.round(scheduleEpochs * stepsPerEpoch(examples)));
    }

    /** Updates that are done. */
    public long totalSteps(long examples) {
        return Math.max(1, Math.round(stopAfterEpochs * stepsPerEpoch(examples)));
    }

    private static void require(boolean holds, String name, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + ", expected " + expected);
        }
    }
}
