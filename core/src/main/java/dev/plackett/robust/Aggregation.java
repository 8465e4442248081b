package dev.plackett.robust;

import dev.plackett.objective.Carry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What came of an aggregation beside the update itself, which is in the tensor that was given for it.
 *
 * @param workers      names by row of the gradients that were given
 * @param coefficients by row, with update = Σ aᵢgᵢ; 0 for excluded workers; empty where the rule is no weighted sum
 * @param findings     what the rule found out, by row where it is by row; NaN for excluded workers
 * @param excluded     workers that were left out or replaced by zeros
 * @param skipped      why there is no update: a {@link Guard} found too few workers left; the tensor then holds zeros, and no step should be made
 * @param bytes        gradients read, in bytes
 * @param seconds      by phase
 * @param next         the state for the next aggregation
 */
public record Aggregation(List<String> workers, double[] coefficients, Findings findings, List<Excluded> excluded, Optional<String> skipped, long bytes,
                          Map<String, Double> seconds, Carry next) {

    public Aggregation {
        workers = List.copyOf(workers);
        excluded = List.copyOf(excluded);
        seconds = Collections.unmodifiableMap(new TreeMap<>(seconds));
    }

    /** Of a rule that is no weighted sum. */
    public static Aggregation of(GradientMatrix gradients, Findings findings, Carry next) {
        return new Aggregation(gradients.names(), new double[0], findings, List.of(), Optional.empty(), gradients.bytesRead(), Map.of(), next);
    }

    /** With coefficients. */
    public Aggregation weighted(double[] byRow) {
        return new Aggregation(workers, byRow, findings, excluded, skipped, bytes, seconds, next);
    }

    /** With further times. */
    public Aggregation timed(Map<String, Double> more) {
        Map<String, Double> all = new TreeMap<>(seconds);
        more.forEach((phase, time) -> all.merge(phase, time, Double::sum));
        return new Aggregation(workers, coefficients, findings, excluded, skipped, bytes, all, next);
    }

    /** With other findings. */
    public Aggregation found(Findings other) {
        return new Aggregation(workers, coefficients, other, excluded, skipped, bytes, seconds, next);
    }

    /** With another state for the next aggregation. */
    public Aggregation carrying(Carry other) {
        return new Aggregation(workers, coefficients, findings, excluded, skipped, bytes, seconds, other);
    }

    /**
     * The share that some workers have in the update: Σ|aᵢ| over them by Σ|aᵢ| over all; 0 where all are 0.
     *
     * @throws IllegalStateException when the rule is no weighted sum
     */
    public double influence(int... rows) {
        if (coefficients.length == 0) {
            throw new IllegalStateException("the influence of a worker is that of its coefficient, and this rule is no weighted sum of the gradients");
        }
        double all = 0;
        for (double a : coefficients) {
            all += Math.abs(a);
        }
        double some = 0;
        for (int row : rows) {
            some += Math.abs(coefficients[row]);
        }
        return all == 0 ? 0 : some / all;
    }
}
