package dev.plackett.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
        double n = answers.size();
        List<String> words = answers.stream().flatMap(a -> Arrays.stream(words(a))).toList();
        long unknown = words.stream().filter(w -> !vocabulary.contains(w)).count();
        Phrases.Opening opening = Phrases.openings(answers, 2, 1).stream().findFirst().orElse(new Phrases.Opening("", 0));
        return new TextStatistics(words.size() / n, answers.stream().mapToInt(a -> a.strip().length()).sum() / n, Phrases.distinct(answers, 1),
            Phrases.distinct(answers, 2), vocabulary.isEmpty() ? Double.NaN : (double) unknown / words.size(), opening.words(), opening.count() / n);
    }

    /** The words of a text: letters or digits, with apostrophes and hyphens, in lower case. */
    public static String[] words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}'-]+")).filter(w -> w.chars().anyMatch(Character::isLetterOrDigit))
            .toArray(String[]::new);
    }
}
