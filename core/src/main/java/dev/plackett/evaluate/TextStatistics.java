package dev.plackett.evaluate;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a set of answers looks like; reported beside every win rate, because a judge can be pleased by style alone.
 *
 * @param words       mean number of words
 * @param characters  mean number of characters
 * @param distinct1   different words over all words
 * @param distinct2   different word pairs over all word pairs
 * @param unknown     share of words that are not in the vocabulary given; NaN without one
 * @param opening     the most frequent first two words
 * @param openingRate share of answers that begin so
 */
public record TextStatistics(double words, double characters, double distinct1, double distinct2, double unknown, String opening, double openingRate) {

    /**
     * Measures answers.
     *
     * @param vocabulary known words in lower case; empty when there is none
     */
    public static TextStatistics of(List<String> answers, Set<String> vocabulary) {
        Set<String> one = new HashSet<>();
        Set<String> two = new HashSet<>();
        Map<String, Integer> openings = new HashMap<>();
        long words = 0;
        long pairs = 0;
        long unknown = 0;
        long characters = 0;
        for (String answer : answers) {
            String[] w = words(answer);
            characters += answer.strip().length();
            words += w.length;
            for (int i = 0; i < w.length; i++) {
                one.add(w[i]);
                unknown += vocabulary.contains(w[i]) ? 0 : 1;
                if (i > 0) {
                    two.add(w[i - 1] + " " + w[i]);
                    pairs++;
                }
            }
            if (w.length > 1) {
                openings.merge(w[0] + " " + w[1], 1, Integer::sum);
            }
        }
        Map.Entry<String, Integer> opening = openings.entrySet().stream()
            .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey())).orElse(Map.entry("", 0));
        double n = answers.size();
        return new TextStatistics(words / n, characters / n, (double) one.size() / words, (double) two.size() / pairs,
            vocabulary.isEmpty() ? Double.NaN : (double) unknown / words, opening.getKey(), opening.getValue() / n);
    }

    /** The words of a text: letters, digits, apostrophes and hyphens, in lower case. */
    public static String[] words(String text) {
        return java.util.Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}'-]+")).filter(w -> !w.isEmpty()).toArray(String[]::new);
    }
}
