package dev.plackett.text.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads the regular expressions of tokenizers: Oniguruma's syntax without references, calls and conditions, which no tokenizer needs and which can recurse.
 * Sets of characters are tested by Java's own patterns; one that Java does not know counts as any character.
 */
final class RegexParser {

    private static final int DEEPEST = 40;
    private static final int MOST_REPEATS = 100_000;

    private final Place place;
    private final int[] pattern;
    private final Set<String> units = new LinkedHashSet<>();
    private int at;
    private int depth;

    RegexParser(Place place, String pattern) {
        this.place = place;
        this.pattern = pattern.codePoints().toArray();
    }

    RegexNode parse() {
        RegexNode whole = choice();
        if (at < pattern.length) {
            throw problem("a ')' without its '('");
        }
        return whole;
    }

    /** Words written in the expression, and their characters: what a text must be made of to make it work. */
    Set<String> units() {
        return units;
    }

    private RegexNode choice() {
        if (++depth > DEEPEST) {
            throw problem("more than " + DEEPEST + " groups within each other");
        }
        List<RegexNode> ways = new ArrayList<>(List.of(sequence()));
        while (take('|')) {
            ways.add(sequence());
        }
        depth--;
        return ways.size() == 1 ? ways.get(0) : RegexNode.choice(ways);
    }

    private RegexNode sequence() {
        List<RegexNode> parts = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        while (at < pattern.length && pattern[at] != '|' && pattern[at] != ')') {
            int before = at;
            RegexNode part = quantified(atom());
            if (at == before + 1 && Character.isLetterOrDigit(pattern[before])) {
                word.appendCodePoint(pattern[before]);
            } else {
                unit(word);
            }
            parts.add(part);
        }
        unit(word);
        return RegexNode.sequence(parts);
    }

    private void unit(StringBuilder word) {
        if (word.length() > 1 && word.length() < 12) {
            units.add(word.toString());
        }
        word.setLength(0);
    }

    private RegexNode atom() {
        int c = pattern[at++];
        switch (c) {
            case '(':
                return group();
            case '[':
                return RegexNode.character(set(bracket()));
            case '.':
                return RegexNode.character(x -> x != '\n');
            case '^', '$':
                return RegexNode.anchor(c);
            case '\\':
                return escape();
            case '*', '+', '?':
                throw problem("a '" + (char) c + "' with nothing to repeat");
            default:
                units.add(Character.toString(c));
                return RegexNode.character(x -> Character.toLowerCase(x) == Character.toLowerCase(c));
        }
    }

    private RegexNode group() {
        RegexNode out;
        if (!take('?')) {
            out = choice();
        } else if (take(':')) {
            out = choice();
        } else if (take('>')) {
            out = RegexNode.atomic(choice());
        } else if (take('=')) {
            out = RegexNode.ahead(choice(), true);
        } else if (take('!')) {
            out = RegexNode.ahead(choice(), false);
        } else if (take('<') && (at < pattern.length && (pattern[at] == '=' || pattern[at] == '!'))) {
            boolean wanted = pattern[at++] == '=';
            out = RegexNode.behind(choice(), wanted);
        } else if (at > 0 && pattern[at - 1] == '<') {
            named();
            out = choice();
        } else {
            return flags();
        }
        close();
        return out;
    }

    private void named() {
        while (at < pattern.length && (Character.isLetterOrDigit(pattern[at]) || pattern[at] == '_')) {
            at++;
        }
        if (!take('>')) {
            throw problem("a name of a group that does not end");
        }
    }

    /**
     * {@code (?i)} and {@code (?i:…)}: case and lines make no difference to how far a pattern backtracks. The first kind makes a group of all that follows
     * within its own, alternatives included: {@code a(?i)b|c} is {@code a(?i:b|c)}.
     */
    private RegexNode flags() {
        while (at < pattern.length && (pattern[at] == 'i' || pattern[at] == 'm' || pattern[at] == '-')) {
            at++;
        }
        if (take(')')) {
            return choice();
        }
        if (!take(':')) {
            throw problem("a kind of group that is not covered");
        }
        RegexNode out = choice();
        close();
        return out;
    }

    private void close() {
        if (!take(')')) {
            throw problem("a '(' without its ')'");
        }
    }

    private RegexNode escape() {
        int from = at - 1;
        int c = next();
        if ("bBAzZG".indexOf(c) >= 0) {
            return RegexNode.anchor(c);
        }
        if (c == 'R' || c == 'X') {
            return RegexNode.character(c == 'R' ? x -> x == '\n' || x == '\r' : x -> true);
        }
        if (c == 'p' || c == 'P') {
            while (at < pattern.length && pattern[at] != '}') {
                at++;
            }
            next();
        } else if (c == 'x' && at < pattern.length && pattern[at] == '{') {
            while (next() != '}') {
                // The digits are Java's to read.
            }
        } else if (c == 'x' || c == 'u') {
            for (int i = 0; i < (c == 'x' ? 2 : 4); i++) {
                next();
            }
        } else if (Character.isLetterOrDigit(c) && "sSdDwWhHnrtfvae".indexOf(c) < 0) {
            throw problem("the escape \\" + Character.toString(c) + ", which is not covered");
        }
        return RegexNode.character(set(new String(pattern, from, at - from)));
    }

    /** The text of a set, which may hold others. */
    private String bracket() {
        int from = at - 1;
        int open = 1;
        take('^');
        if (at < pattern.length && pattern[at] == ']') {
            at++;
        }
        while (open > 0) {
            int c = next();
            if (c == '\\') {
                next();
            } else if (c == '[') {
                open++;
            } else if (c == ']') {
                open--;
            } else if (open == 1 && units.size() < 64) {
                units.add(Character.toString(c));
            }
        }
        return new String(pattern, from, at - from);
    }

    private static IntPredicate set(String text) {
        String java = text.replaceAll("\\[:(\\^?)(\\w+):\\]", "\\\\p{$2}").replace("\\h", "0-9a-fA-F");
        for (String way : new String[] {java, java.replaceAll("\\\\([pP])\\{\\^?(\\w+)\\}", "\\\\$1{Is$2}")}) {
            try {
                Pattern compiled = Pattern.compile(way, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS | Pattern.DOTALL);
                Map<Integer, Boolean> known = new HashMap<>();
                return c -> known.computeIfAbsent(c, x -> compiled.matcher(Character.toString(x)).matches());
            } catch (PatternSyntaxException e) {
                continue;
            }
        }
        return c -> true;
    }

    private RegexNode quantified(RegexNode part) {
        RegexNode out = part;
        while (at < pattern.length) {
            int[] range = range();
            if (range == null) {
                return out;
            }
            // In Ruby's syntax a count takes no possessive mark, and an exact one followed by ? is optional.
            boolean counted = pattern[at - 1] == '}';
            boolean lazy = !(counted && range[0] == range[1]) && take('?');
            boolean possessive = !counted && !lazy && take('+');
            out = RegexNode.repeat(out, range[0], range[1], lazy);
            out = possessive ? RegexNode.atomic(out) : out;
        }
        return out;
    }

    private int[] range() {
        if (take('*')) {
            return new int[] {0, Integer.MAX_VALUE};
        }
        if (take('+')) {
            return new int[] {1, Integer.MAX_VALUE};
        }
        if (take('?')) {
            return new int[] {0, 1};
        }
        int from = at;
        if (!take('{')) {
            return null;
        }
        int least = digits();
        boolean comma = take(',');
        int most = comma ? digits() : least;
        if (least < 0 && most < 0 || !take('}')) {
            // A brace that counts nothing is a character.
            at = from;
            return null;
        }
        return new int[] {Math.max(least, 0), most < 0 ? Integer.MAX_VALUE : most};
    }

    private int digits() {
        int from = at;
        int n = 0;
        while (at < pattern.length && pattern[at] >= '0' && pattern[at] <= '9') {
            n = n * 10 + pattern[at++] - '0';
            if (n > MOST_REPEATS) {
                throw problem("more than " + MOST_REPEATS + " repetitions");
            }
        }
        return at == from ? -1 : n;
    }

    private boolean take(int c) {
        boolean there = at < pattern.length && pattern[at] == c;
        at += there ? 1 : 0;
        return there;
    }

    private int next() {
        if (at >= pattern.length) {
            throw problem("an end where more should follow");
        }
        return pattern[at++];
    }

    private RuntimeException problem(String found) {
        return place.problem("expected a regular expression, found " + found + " at character " + at);
    }
}
