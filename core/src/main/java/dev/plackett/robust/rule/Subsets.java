package dev.plackett.robust.rule;

import java.util.Locale;
import java.util.Optional;

/** Rules that look at every choice of p − f out of p workers. */
final class Subsets {

    private Subsets() {}

    /** The complaint about a number of choices that nobody can wait for, or nothing. */
    static Optional<String> problem(String rule, int p, int f, double most) {
        double count = count(p, f);
        return count <= most ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
            "%s with f=%d looks at every choice of %d out of %d workers, %.3g of them; at most %.3g can be looked at", rule, f, p - f, p, count, most));
    }

    static double count(int p, int f) {
        double count = 1;
        for (int i = 1; i <= f; i++) {
            count *= (double) (p - f + i) / i;
        }
        return Math.rint(count);
    }

    /** The next choice in lexicographic order of the rows that are left out; false after the last one. */
    static boolean next(int[] out, int p) {
        int i = out.length - 1;
        while (i >= 0 && out[i] == p - out.length + i) {
            i--;
        }
        if (i < 0) {
            return false;
        }
        out[i]++;
        for (int j = i + 1; j < out.length; j++) {
            out[j] = out[j - 1] + 1;
        }
        return true;
    }

    /** The rows that are not left out. */
    static int[] rest(int[] out, int p) {
        int[] rest = new int[p - out.length];
        int at = 0;
        int next = 0;
        for (int i = 0; i < p; i++) {
            if (next < out.length && out[next] == i) {
                next++;
            } else {
                rest[at++] = i;
            }
        }
        return rest;
    }
}
