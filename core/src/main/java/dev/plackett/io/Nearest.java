package dev.plackett.io;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Nearest {

    private Nearest() {}

    /** The candidate at the smallest edit distance, if it is near enough to be a slip; case, {@code _} and {@code -} do not count. */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String plain = plain(word);
        int limit = Math.max(1, plain.length() / 3);
        return candidates.stream().min(Comparator.comparingInt((String c) -> distance(plain, plain(c)))
                .thenComparingInt(c -> Math.abs(c.length() - word.length())).thenComparing(c -> c))
            .filter(c -> distance(plain, plain(c)) <= limit);
    }

    /** {@code "; did you mean 'x'?"}, or nothing. */
    public static String hint(String word, Collection<String> candidates) {
        return to(word, candidates).map(c -> "; did you mean '" + c + "'?").orElse("");
    }

    /** {@link #hint}, or else all candidates: {@code "; there are x, y"}. */
    public static String suggestion(String word, Collection<String> candidates) {
        return to(word, candidates).map(c -> hint(word, candidates))
            .orElse(candidates.isEmpty() ? "; there are none" : "; there are " + String.join(", ", candidates));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
