package dev.plackett.tensor;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Random streams by name. Every number derives from (seed, purpose, keys…), never from one global stream,
 * so that work can be cut, redone or reordered without changing a draw.
 *
 * @param state the mixed key
 */
public record Seeds(long state) {

    /** The root of a run's streams. */
    public static Seeds of(long seed) {
        return new Seeds(mix(seed ^ 0x9E3779B97F4A7C15L));
    }

    /** The stream for a purpose ("sampling", "shuffle"). */
    public Seeds at(String purpose) {
        return at(hash(purpose));
    }

    /** The stream for a key (row, sample, position). */
    public Seeds at(long key) {
        return new Seeds(mix(state * 0xD1342543DE82EF95L + mix(key + 0x9E3779B97F4A7C15L)));
    }

    /** A number in [0, 1). */
    public double uniform() {
        return (mix(state) >>> 11) * 0x1.0p-53;
    }

    /** A generator that starts here. */
    public SplittableRandom random() {
        return new SplittableRandom(state);
    }

    /** A random order of 0 … n−1. */
    public int[] permutation(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("an order of " + n + " things: expected at least 0");
        }
        int[] order = new int[n];
        SplittableRandom random = random();
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** A 64-bit hash of a text, stable across versions and machines. */
    public static long hash(String text) {
        long h = 0xCBF29CE484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            h = (h ^ (b & 0xFF)) * 0x100000001B3L;
        }
        return mix(h);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
