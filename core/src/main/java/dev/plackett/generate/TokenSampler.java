package dev.plackett.generate;

import dev.plackett.tensor.Seeds;
import java.util.Arrays;

/** Draws one token from a row of probabilities. Pure; sums in float64. */
final class TokenSampler {

    /**
     * A drawn token.
     *
     * @param token        its id
     * @param logp         log-probability in the row as it was given
     * @param samplingLogp log-probability in what truncation left of it; 0 when greedy
     */
    record Draw(int token, double logp, double samplingLogp) {}

    /** The row is summed in blocks of this many tokens, so that the place of a random number is found without a second pass over all. */
    private static final int BLOCK = 64;

    private final Sampling sampling;

    TokenSampler(Sampling sampling) {
        this.sampling = sampling;
    }

    /**
     * Draws from one row.
     *
     * @param probability probabilities of many rows, at the sampling temperature (at 1 when greedy)
     * @param from        where this row begins
     * @param size        vocabulary size
     * @param stream      names the random number
     */
    Draw draw(float[] probability, int from, int size, Seeds stream) {
        if (sampling.temperature() == 0) {
            int best = from;
            for (int i = from + 1; i < from + size; i++) {
                best = probability[i] > probability[best] ? i : best;
            }
            return new Draw(best - from, Math.log(probability[best]), 0);
        }
        if (!sampling.truncates()) {
            return draw(probability, from, size, blockSums(probability, from, size), stream);
        }
        float[] kept = Arrays.copyOfRange(probability, from, from + size);
        double total = Arrays.stream(blockSums(kept, 0, size)).sum();
        truncate(kept, total);
        Draw draw = draw(kept, 0, size, blockSums(kept, 0, size), stream);
        return new Draw(draw.token(), Math.log(kept[draw.token()] / total), draw.samplingLogp());
    }

    private static Draw draw(float[] weight, int from, int size, double[] blocks, Seeds stream) {
        double total = Arrays.stream(blocks).sum();
        double point = stream.uniform() * total;
        int block = 0;
        while (block < blocks.length - 1 && point >= blocks[block]) {
            point -= blocks[block++];
        }
        int end = from + Math.min(size, (block + 1) * BLOCK);
        int token = from + block * BLOCK;
        double sum = weight[token];
        while (point >= sum && token < end - 1) {
            sum += weight[++token];
        }
        // Rounding may lead one step too far, to a token that cannot be drawn.
        while (weight[token] == 0 && token > from) {
            token--;
        }
        double logp = Math.log(weight[token] / total);
        return new Draw(token - from, logp, logp);
    }

    private static double[] blockSums(float[] weight, int from, int size) {
        double[] sums = new double[(size + BLOCK - 1) / BLOCK];
        for (int b = 0; b < sums.length; b++) {
            int i = from + b * BLOCK;
            int end = from + Math.min(size, (b + 1) * BLOCK);
            // Four chains of additions, which the processor runs side by side.
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            for (; i + 3 < end; i += 4) {
                s0 += weight[i];
                s1 += weight[i + 1];
                s2 += weight[i + 2];
                s3 += weight[i + 3];
            }
            for (; i < end; i++) {
                s0 += weight[i];
            }
            sums[b] = s0 + s1 + (s2 + s3);
        }
        return sums;
    }

    /** Sets the weights of tokens that are cut to zero. Ties at the border are all kept by min-p, and by index for top-k and top-p. */
    private void truncate(float[] weight, double total) {
        // Weights are not negative, so that their bits are ordered as they are: one sort of primitives, the largest first, then by index.
        long[] order = new long[weight.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) ~Float.floatToRawIntBits(weight[i]) << 32 | i;
        }
        Arrays.sort(order);
        int keep = sampling.topK() > 0 ? Math.min(sampling.topK(), order.length) : order.length;
        double base = total;
        if (sampling.topK() > 0) {
            base = 0;
            for (int rank = 0; rank < keep; rank++) {
                base += weight[(int) order[rank]];
            }
        }
        double floor = sampling.minP() * weight[(int) order[0]];
        double kept = 0;
        for (int rank = 0; rank < order.length; rank++) {
            int i = (int) order[rank];
            boolean inNucleus = rank < keep && (rank == 0 || kept < sampling.topP() * base);
            if (inNucleus && weight[i] >= floor) {
                kept += weight[i];
            } else {
                weight[i] = 0;
            }
        }
    }
}
