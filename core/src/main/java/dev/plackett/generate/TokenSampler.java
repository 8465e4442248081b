package dev.plackett.generate;

import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Draws one token from a row of log-probabilities. Pure; float64. */
final class TokenSampler {

    /** A token with its two log-probabilities. */
    record Draw(int token, double logp, double samplingLogp) {}

    private final Sampling sampling;

    TokenSampler(Sampling sampling) {
        this.sampling = sampling;
    }

    /**
     * @param logps  log-probabilities at temperature 1, of many rows
     * @param from   where this row begins
     * @param size   vocabulary size
     * @param stream names the random number
     */
    Draw draw(float[] logps, int from, int size, Seeds stream) {
        if (sampling.temperature() == 0) {
            int best = 0;
            for (int i = 1; i < size; i++) {
                best = logps[from + i] > logps[from + best] ? i : best;
            }
            return new Draw(best, logps[from + best], 0);
        }
        double[] weight = new double[size];
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            max = Math.max(max, logps[from + i]);
        }
        double total = 0;
        for (int i = 0; i < size; i++) {
            weight[i] = Math.exp((logps[from + i] - max) / sampling.temperature());
            total += weight[i];
        }
        if (sampling.truncates()) {
            total = truncate(weight, total);
        }
        double point = stream.uniform() * total;
        int token = -1;
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += weight[i];
            if (weight[i] > 0) {
                token = i;
                if (point < sum) {
                    break;
                }
            }
        }
        return new Draw(token, logps[from + token], Math.log(weight[token] / total));
    }

    /** Sets the weights of tokens that are cut to zero; returns what remains. Ties at the border are all kept by min-p, and by index for top-k and top-p. */
    private double truncate(double[] weight, double total) {
        double floor = sampling.minP();
        int[] order = IntStream.range(0, weight.length).boxed()
            .sorted((a, b) -> Double.compare(weight[b], weight[a])).mapToInt(Integer::intValue).toArray();
        int keep = sampling.topK() > 0 ? Math.min(sampling.topK(), order.length) : order.length;
        double kept = 0;
        double base = sampling.topK() > 0 ? Arrays.stream(order, 0, keep).mapToDouble(i -> weight[i]).sum() : total;
        for (int rank = 0; rank < order.length; rank++) {
            int i = order[rank];
            boolean inNucleus = rank < keep && (rank == 0 || kept < sampling.topP() * base);
            if (inNucleus && weight[i] >= floor) {
                kept += weight[i];
            } else {
                weight[i] = 0;
            }
        }
        return kept;
    }
}
