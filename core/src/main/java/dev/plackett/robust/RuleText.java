package dev.plackett.robust;

import dev.plackett.io.Excerpt;
import dev.plackett.io.Nearest;
import dev.plackett.robust.attack.Attack;
import dev.plackett.robust.attack.AttackProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads rules and attacks as they are written in recipes and on command lines: {@code name(key=value, …)}, joined by {@code >}. */
public final class RuleText {

    private static final String NUMBER = "[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?";

    /** A name with options by key. */
    record Call(String name, Map<String, Object> options) {}

    private final String text;
    private int at;

    private RuleText(String text) {
        this.text = text;
    }

    /**
     * A rule, with pre-aggregations before it where there are any.
     *
     * @throws IllegalArgumentException saying where the text is wrong and what was probably meant
     */
    public static Aggregator aggregator(String text) {
        List<Call> calls = new RuleText(text).chain();
        List<PreAggregator> stages = new ArrayList<>();
        for (Call call : calls.subList(0, calls.size() - 1)) {
            Optional<PreAggregatorProvider> stage = given(call.name(), PreAggregatorProvider.all());
            if (stage.isEmpty() && given(call.name(), AggregatorProvider.all()).isPresent()) {
                throw new IllegalArgumentException("'" + call.name() + "' in '" + text
                    + "' makes one update of all gradients, so nothing can follow it; before '>' stand " + names(PreAggregatorProvider.all()));
            }
            stages.add(stage.orElseGet(() -> find("pre-aggregation", call.name(), PreAggregatorProvider.all())).create(call.options()));
        }
        Call last = calls.get(calls.size() - 1);
        if (given(last.name(), AggregatorProvider.all()).isEmpty() && given(last.name(), PreAggregatorProvider.all()).isPresent()) {
            throw new IllegalArgumentException("'" + last.name() + "' changes gradients and makes no update of them; a rule has to follow: '" + text
                + " > mean'");
        }
        Aggregator rule = AggregatorProvider.named(last.name()).create(last.options());
        return stages.isEmpty() ? rule : new Chain(stages, rule);
    }

    /**
     * An attack.
     *
     * @throws IllegalArgumentException saying where the text is wrong and what was probably meant
     */
    public static Attack attack(String text) {
        List<Call> calls = new RuleText(text).chain();
        if (calls.size() > 1) {
            throw new IllegalArgumentException("'" + text + "': attacks are not joined by '>'");
        }
        return find("attack", calls.get(0).name(), AttackProvider.all()).create(calls.get(0).options());
    }

    /**
     * What has a name or alias.
     *
     * @throws IllegalArgumentException naming the nearest one
     */
    static <T extends Listed> T find(String kind, String name, List<T> all) {
        return given(name, all).orElseThrow(() -> new IllegalArgumentException("there is no " + kind + " '" + Excerpt.of(name) + "'"
            + Nearest.suggestion(name, names(all))));
    }

    private static <T extends Listed> Optional<T> given(String name, List<T> all) {
        return all.stream().filter(l -> l.name().equals(name) || l.aliases().contains(name)).findFirst();
    }

    private static List<String> names(List<? extends Listed> all) {
        return all.stream().flatMap(l -> Stream.concat(Stream.of(l.name()), l.aliases().stream().sorted())).toList();
    }

    private List<Call> chain() {
        List<Call> calls = new ArrayList<>();
        calls.add(call());
        while (next() == '>') {
            at++;
            calls.add(call());
        }
        if (at < text.length()) {
            throw wrong("'>' or the end");
        }
        return calls;
    }

    private Call call() {
        String name = word("a name");
        Map<String, Object> options = new LinkedHashMap<>();
        if (next() == '(') {
            at++;
            while (next() != ')') {
                option(options);
                if (next() == ',') {
                    at++;
                } else if (next() != ')') {
                    throw wrong("',' or ')'");
                }
            }
            at++;
        }
        return new Call(name, options);
    }

    private void option(Map<String, Object> options) {
        int begin = at;
        String key = word("key=value");
        if (next() != '=') {
            at = begin;
            throw wrong("key=value, such as f=3");
        }
        at++;
        if (options.put(key, value(word("a value for " + key))) != null) {
            throw new IllegalArgumentException("'" + text + "' gives " + key + " twice");
        }
    }

    private static Object value(String word) {
        return word.matches(NUMBER) ? (Object) Double.valueOf(word) : word.equals("true") || word.equals("false") ? (Object) Boolean.valueOf(word) : word;
    }

    /** The next character that is no blank; 0 at the end. */
    private char next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private String word(String expected) {
        next();
        int begin = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "_.+-".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == begin) {
            throw wrong(expected);
        }
        return text.substring(begin, at);
    }

    private IllegalArgumentException wrong(String expected) {
        String found = at < text.length() ? "'" + Excerpt.of(text.substring(at)) + "'" : "the end";
        return new IllegalArgumentException("'" + Excerpt.of(text) + "', character " + (at + 1) + ": expected " + expected + ", found " + found);
    }
}
