package dev.plackett.evaluate.did;

import dev.plackett.evaluate.LogSpace;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A distribution over finitely many responses, all of them possible.
 *
 * @param logs log-probabilities {@code [V]} in nats, finite; callers do not write into them
 */
public record FinitePolicy(double[] logs) {

    private static final double TOLERANCE = 1e-6;

    public FinitePolicy {
        if (logs.length == 0) {
            throw new IllegalArgumentException("a policy over no response");
        }
        for (int i = 0; i < logs.length; i++) {
            if (!Double.isFinite(logs[i])) {
                throw new IllegalArgumentException("the log-probability of response " + i + " is " + logs[i]
                    + ", expected a finite one: every response must be possible");
            }
        }
        double sum = LogSpace.sum(logs);
        if (!(Math.abs(sum) < TOLERANCE)) {
            throw new IllegalArgumentException("the probabilities add up to " + Math.exp(sum) + ", expected 1");
        }
    }

    /** From probabilities, which must add up to 1. */
    public static FinitePolicy of(double... probabilities) {
        return new FinitePolicy(Arrays.stream(probabilities).map(Math::log).toArray());
    }

    /** softmax of logits; also from log-probabilities of unnormalised weights. */
    public static FinitePolicy softmax(double... logits) {
        return new FinitePolicy(LogSpace.normalised(logits));
    }

    /** Every response alike. */
    public static FinitePolicy uniform(int size) {
        return softmax(new double[size]);
    }

    /** V. */
    public int size() {
        return logs.length;
    }

    /** Probabilities. */
    public double[] probabilities() {
        return Arrays.stream(logs).map(Math::exp).toArray();
    }

    /** E_π[values]. */
    public double mean(double[] values) {
        same(values.length);
        return IntStream.range(0, logs.length).mapToDouble(i -> Math.exp(logs[i]) * values[i]).sum();
    }

    /** Shannon entropy in nats. */
    public double entropy() {
        return -mean(logs);
    }

    /** exp H(π): how many equally likely responses have the same entropy. */
    public double effectiveSupport() {
        return Math.exp(entropy());
    }

    /** ∝ π^b. */
    public FinitePolicy power(double b) {
        return softmax(Arrays.stream(logs).map(l -> b * l).toArray());
    }

    /** ∝ π·exp(by). */
    public FinitePolicy tilted(double[] by) {
        same(by.length);
        return softmax(IntStream.range(0, logs.length).mapToDouble(i -> logs[i] + by[i]).toArray());
    }

    /** log π(y)/π′(y) of every response. */
    public double[] logRatio(FinitePolicy other) {
        same(other.size());
        return IntStream.range(0, logs.length).mapToDouble(i -> logs[i] - other.logs[i]).toArray();
    }

    /** KL(π ‖ other). */
    public double divergence(FinitePolicy other) {
        return mean(logRatio(other));
    }

    /** Jensen–Shannon divergence with weights ½: from 0 to log 2. */
    public double jensenShannon(FinitePolicy other) {
        same(other.size());
        FinitePolicy middle = softmax(IntStream.range(0, logs.length).mapToDouble(i -> LogSpace.middle(logs[i], other.logs[i])).toArray());
        return Math.max(0, (divergence(middle) + other.divergence(middle)) / 2);
    }

    /** The responses that this policy likes best, as few as together reach probability {@code p}, in (0, 1]; best first. */
    public int[] top(double p) {
        // All that is less likely than (1 − p)/V adds up to less than 1 − p: a large vocabulary need not be sorted.
        double least = Math.log1p(-p) - Math.log(logs.length) - 1e-6;
        int[] order = IntStream.range(0, logs.length).filter(i -> logs[i] >= least).boxed().sorted((a, b) -> Double.compare(logs[b], logs[a]))
            .mapToInt(i -> i).toArray();
        double sum = 0;
        int n = 0;
        while (n < order.length && (sum < p || p >= 1)) {
            sum += Math.exp(logs[order[n++]]);
        }
        return Arrays.copyOf(order, n);
    }

    /** The probability of some responses together. */
    public double mass(int... responses) {
        return Arrays.stream(responses).mapToDouble(i -> Math.exp(logs[i])).sum();
    }

    private void same(int size) {
        if (size != logs.length) {
            throw new IllegalArgumentException("numbers of " + size + " responses beside a policy over " + logs.length);
        }
    }
}
