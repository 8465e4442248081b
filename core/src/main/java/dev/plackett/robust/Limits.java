package dev.plackett.robust;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** What rules ask of the number of workers, and of what they sent, with messages that name the limit. */
public final class Limits {

    private Limits() {}

    /**
     * A rule that needs p ≥ slope·f + offset workers.
     *
     * @param rule its name
     * @return the complaint, or nothing
     */
    public static Optional<String> atLeast(String rule, int slope, int offset, int f, int workers) {
        int needed = slope * f + offset;
        int most = Math.floorDiv(workers - offset, slope);
        return workers >= needed ? Optional.empty() : Optional.of(rule + " with f=" + f + " needs p ≥ " + slope + "f + " + offset + " = " + needed
            + " workers, found " + workers + (most < 0 ? "" : "; " + workers + " workers allow f ≤ " + most));
    }

    /** A rule that needs an honest majority, 2f &lt; p. */
    public static Optional<String> majority(String rule, int f, int workers) {
        return 2L * f < workers ? Optional.empty() : Optional.of(rule + " with f=" + f + " needs more than 2f = " + 2L * f + " workers, found " + workers
            + (workers < 1 ? "" : "; " + workers + " workers allow f ≤ " + (workers - 1) / 2));
    }

    /** A rule that takes any number of workers but none. */
    public static Optional<String> some(String rule, int workers) {
        return workers > 0 ? Optional.empty() : Optional.of(rule + " needs at least 1 worker, found 0");
    }

    /**
     * Checks a rule's own limit and the update's tensor.
     *
     * @throws IllegalArgumentException naming what was found and expected
     */
    public static void check(Aggregator rule, GradientMatrix gradients, Tensor out) {
        rule.problem(gradients.names()).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        gradients.checkOut(out);
    }

    /**
     * Checks inner products.
     *
     * @throws IllegalArgumentException naming the first worker whose gradient is not finite
     */
    public static void checkFinite(Gram gram) {
        double[] squares = new double[gram.size()];
        Arrays.setAll(squares, i -> gram.values()[i][i]);
        checkFinite(gram.workers(), squares);
    }

    /**
     * Checks sums over all numbers of each gradient.
     *
     * @throws IllegalArgumentException naming the first worker whose gradient is not finite
     */
    public static void checkFinite(List<String> workers, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            if (!Double.isFinite(sums[i])) {
                throw new IllegalArgumentException("the gradient of worker " + workers.get(i)
                    + " has NaN or infinite numbers, or ones whose squares exceed float64; a guard excludes such workers");
            }
        }
    }
}
