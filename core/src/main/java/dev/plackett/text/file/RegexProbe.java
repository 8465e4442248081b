package dev.plackett.text.file;

import dev.plackett.io.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Refuses regular expressions that backtrack too far. The library gives up, and ends the process, after ten million steps at one place of a text; an
 * expression whose steps grow with the square of a text's length (or worse) reaches that within a page. So it is tried on texts that repeat each of its own
 * characters and words, with something else at the end: what is linear takes some thousand steps there, what is not takes fifty thousand.
 */
final class RegexProbe {

    private static final int LONGEST = 5000;
    private static final int LENGTH = 256;
    private static final int STEPS = 30_000;
    private static final int MOST_UNITS = 24;
    private static final List<String> USUAL = List.of("a", "A", "0", " ", "\n", ".", "é", "漢", "\u0301", "'", "_", "a ", " a", "\r\n", "aA", "a0", "ab");

    private RegexProbe() {}

    /** A pattern whose matches are replaced: it must not match nothing, since the library loses count of the characters where it inserts some. */
    static void checkReplaced(Place place, String regex) {
        check(place, regex);
        place.require(!new RegexParser(place, regex).parse().matches(RegexNode.Probe.nothing(STEPS), 0, end -> true), "an expression that matches at least one character",
            regex);
    }

    static void check(Place place, String regex) {
        place.require(regex.length() <= LONGEST, "at most " + LONGEST + " characters", regex.length());
        RegexParser parser = new RegexParser(place, regex);
        RegexNode node = parser.parse();
        List<String> units = units(parser.units());
        for (String unit : units) {
            int[] repeated = unit.repeat(LENGTH / unit.length()).codePoints().toArray();
            for (String end : USUAL) {
                run(place, regex, node, unit, IntStream.concat(IntStream.of(repeated), end.codePoints()).toArray());
            }
            run(place, regex, node, unit, repeated);
        }
    }

    private static void run(Place place, String regex, RegexNode node, String unit, int[] text) {
        try {
            node.matches(new RegexNode.Probe(text, STEPS), 0, end -> true);
        } catch (RegexNode.Probe.Exhausted | StackOverflowError e) {
            throw place.problem("expected an expression that tries a text in few steps, found one that tries " + LENGTH + " characters \""
                + Excerpt.of(unit) + "\" in more than " + STEPS + ": " + Excerpt.of(regex));
        }
    }

    private static List<String> units(Set<String> written) {
        List<String> out = new ArrayList<>(USUAL);
        written.stream().filter(u -> !out.contains(u)).limit(MOST_UNITS).forEach(out::add);
        return out;
    }
}
