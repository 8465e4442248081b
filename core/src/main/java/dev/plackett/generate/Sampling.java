package dev.plackett.generate;

import java.util.Set;

/**
 * How continuations are drawn.
 *
 * @param temperature divides the logits; 0 takes the most likely token
 * @param topK        only the k most likely tokens; 0 for all
 * @param topP        only the most likely tokens that together reach this probability; 1 for all
 * @param minP        only tokens at least this fraction as likely as the most likely one; 0 for all
 * @param maxNew      most new tokens
 * @param stop        tokens that end a continuation, and are part of it
 */
public record Sampling(double temperature, int topK, double topP, double minP, int maxNew, Set<Integer> stop) {

    public Sampling {
        stop = Set.copyOf(stop);
        require(temperature >= 0 && Double.isFinite(temperature), "temperature", temperature, "at least 0");
        require(topK >= 0, "top-k", topK, "at least 0 (0: all tokens)");
        require(topP > 0 && topP <= 1, "top-p", topP, "above 0 and at most 1");
        require(minP >= 0 && minP < 1, "min-p", minP, "at least 0 and below 1");
        require(maxNew >= 1, "max-new", maxNew, "at least 1");
    }

    /** Plain sampling at a temperature. */
    public static Sampling at(double temperature, int maxNew, Set<Integer> stop) {
        return new Sampling(temperature, 0, 1, 0, maxNew, stop);
    }

    /** The most likely token each time. */
    public static Sampling greedy(int maxNew, Set<Integer> stop) {
        return at(0, maxNew, stop);
    }

    /** Whether the distribution is cut. */
    boolean truncates() {
        return topK > 0 || topP < 1 || minP > 0;
    }

    private static void require(boolean holds, String name, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + ", expected " + expected);
        }
    }
}
