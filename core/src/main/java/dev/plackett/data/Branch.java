package dev.plackett.data;

/**
 * One continuation of a {@link Row}'s prefix.
 *
 * @param ids    token ids, at least one
 * @param scored for each token whether its log-likelihood counts (false: read, not scored)
 * @param key    identifies the continuation in caches and random streams
 */
public record Branch(int[] ids, boolean[] scored, long key) {

    public Branch {
        if (ids.length == 0) {
            throw new IllegalArgumentException("a continuation needs at least one token");
        }
        if (ids.length != scored.length) {
            throw new IllegalArgumentException(ids.length + " tokens but " + scored.length + " scored flags");
        }
    }

    /** A continuation whose tokens are all scored. */
    public static Branch of(int... ids) {
        boolean[] scored = new boolean[ids.length];
        java.util.Arrays.fill(scored, true);
        return new Branch(ids, scored, java.util.Arrays.hashCode(ids));
    }

    /** Number of scored tokens. */
    public int scoredLength() {
        int n = 0;
        for (boolean s : scored) {
            n += s ? 1 : 0;
        }
        return n;
    }
}
