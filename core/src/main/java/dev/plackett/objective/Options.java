package dev.plackett.objective;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The options of one objective or judge, checked against what it declares.
 *
 * @param given what was given by key; every key is declared
 */
public record Options(Map<String, Object> given) {

    public Options {
        given = Map.copyOf(given);
    }

    /**
     * Checks that every key is declared.
     *
     * @param owner who declares them, for errors
     * @throws IllegalArgumentException naming an unknown key and the nearest known one
     */
    public static Options of(String owner, List<Option<?>> declared, Map<String, ?> given) {
        List<String> known = declared.stream().map(Option::name).toList();
        for (String key : given.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(owner + " has no option '" + key + "'" + suggestion(key, known));
            }
        }
        return new Options(Map.copyOf(given));
    }

    /** An option's value, or its fallback. */
    public <T> T get(Option<T> option) {
        Object found = given.get(option.name());
        return found == null ? option.fallback() : option.read(found);
    }

    /**
     * Refuses an option's value unless a condition holds.
     *
     * @throws IllegalArgumentException naming option, value and what is expected
     */
    public static void require(boolean holds, String name, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + ", expected " + expected);
        }
    }

    /** What somebody probably meant, and what there is. */
    public static String suggestion(String word, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(k -> distance(word, k)))
            .filter(k -> distance(word, k) <= Math.max(2, word.length() / 3)).map(k -> "; did you mean '" + k + "'?").orElse("")
            + (known.isEmpty() ? "; it has none" : " (there are " + String.join(", ", known.stream().sorted().toList()) + ")");
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            int diagonal = i - 1;
            for (int j = 0; j <= b.length(); j++) {
                int above = row[j];
                row[j] = i == 0 || j == 0 ? i + j
                    : Math.min(Math.min(above, row[j - 1]) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
