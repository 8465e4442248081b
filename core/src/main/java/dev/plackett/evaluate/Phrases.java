package dev.plackett.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Runs of words in a set of answers. */
final class Phrases {

    private Phrases() {}

    /**
     * How answers begin.
     *
     * @param words the first words, separated by single spaces
     * @param count how many answers begin so
     */
    public record Opening(String words, int count) {}

    /** distinct-n (Li et al. 2016): different runs of n words over all runs of n words; NaN when no answer has n words. */
    public static double distinct(List<String> answers, int n) {
        Set<String> different = new HashSet<>();
        long all = 0;
        for (String answer : answers) {
            String[] words = TextStatistics.words(answer);
            for (int i = 0; i + n <= words.length; i++) {
                different.add(String.join(" ", Arrays.copyOfRange(words, i, i + n)));
                all++;
            }
        }
        return (double) different.size() / all;
    }

    /** The most frequent first n words, at most so many, the most frequent first, equals in alphabetical order. Shorter answers are left out. */
    public static List<Opening> openings(List<String> answers, int n, int atMost) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String answer : answers) {
            String[] words = TextStatistics.words(answer);
            if (words.length >= n) {
                counts.merge(String.join(" ", Arrays.copyOf(words, n)), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream().map(e -> new Opening(e.getKey(), e.getValue()))
            .sorted(Comparator.comparingInt((Opening o) -> -o.count())).limit(atMost).toList();
    }
}
