package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.None;
import dev.plackett.text.jinja.Value.Tuple;
import dev.plackett.text.jinja.Value.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The methods of Python's str, dict and list that templates call. Other methods of these types are known by name, so that they are refused and not undefined. */
final class Methods {

    private static final Set<String> STRING = Set.of(("capitalize casefold center count encode endswith expandtabs find format format_map index isalnum "
        + "isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper join ljust lower lstrip maketrans "
        + "partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title "
        + "translate upper zfill").split(" "));
    private static final Set<String> DICT = Set.of("clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values");
    private static final Set<String> LIST = Set.of("append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort");
    private static final Set<String> TUPLE = Set.of("count", "index");
    private static final Set<String> NUMBER = Set.of("as_integer_ratio", "bit_count", "bit_length", "conjugate", "denominator", "from_bytes", "fromhex",
        "hex", "imag", "is_integer", "numerator", "real", "to_bytes");

    private Methods() {}

    static Set<String> names(Object of) {
        return of instanceof String ? STRING : of instanceof Map ? DICT : of instanceof List ? LIST : of instanceof Tuple ? TUPLE
            : of instanceof Number || of instanceof Boolean ? NUMBER : Set.of();
    }

    static Object call(Object of, String name, Arguments a) {
        if (of instanceof String s) {
            return string(s, name, a);
        }
        if (of instanceof Map<?, ?> map) {
            return dict(map, name, a);
        }
        throw unsupported(of, name);
    }

    private static Object dict(Map<?, ?> map, String name, Arguments a) {
        return switch (name) {
            case "get" -> {
                Object key = a.only("key", "default").need(0, "key");
                Object found = key instanceof String || key instanceof Long ? map.get(key) : null;
                yield found != null ? found : a.get(1, "default", None.NONE);
            }
            case "keys" -> new View(new ArrayList<>(map.keySet()));
            case "values" -> new View(new ArrayList<>(map.values()));
            case "items" -> new View(pairs(map));
            default -> throw unsupported(map, name);
        };
    }

    static List<Object> pairs(Map<?, ?> map) {
        List<Object> out = new ArrayList<>();
        map.forEach((k, v) -> out.add(new Tuple(List.of(k, v))));
        return out;
    }

    private static Object string(String s, String name, Arguments a) {
        return switch (name) {
            case "strip" -> strip(s, chars(a), true, true);
            case "lstrip" -> strip(s, chars(a), true, false);
            case "rstrip" -> strip(s, chars(a), false, true);
            case "startswith" -> affixes(a).stream().anyMatch(s::startsWith);
            case "endswith" -> affixes(a).stream().anyMatch(s::endsWith);
            case "upper" -> s.toUpperCase(Locale.ROOT);
            case "lower" -> s.toLowerCase(Locale.ROOT);
            case "capitalize" -> capitalize(s);
            case "split" -> split(s, a.only("sep", "maxsplit"));
            case "splitlines" -> throw unsupported(s, name);
            case "replace" -> replace(s, a.only("old", "new", "count"));
            case "removeprefix" -> s.startsWith(a.only("prefix").text(0, "prefix")) ? s.substring(a.text(0, "prefix").length()) : s;
            case "removesuffix" -> s.endsWith(a.only("suffix").text(0, "suffix")) ? s.substring(0, s.length() - a.text(0, "suffix").length()) : s;
            case "join" -> String.join(s, Values.items(a.only("iterable").need(0, "iterable")).stream().map(x -> Arguments.text(x, "item")).toList());
            case "count" -> (long) (a.only("sub").text(0, "sub").isEmpty() ? Values.length(s) + 1 : split(s, a.text(0, "sub"), Long.MAX_VALUE).size() - 1);
            case "find" -> {
                int at = s.indexOf(a.only("sub").text(0, "sub"));
                yield at < 0 ? -1L : (long) s.codePointCount(0, at);
            }
            default -> throw unsupported(s, name);
        };
    }

    /** Python's {@code str.strip} and its halves; null strips white space. */
    static String strip(String s, String chars, boolean left, boolean right) {
        if (chars == null) {
            String half = left ? Spaces.stripLeft(s) : s;
            return right ? Spaces.stripRight(half) : half;
        }
        int[] points = s.codePoints().toArray();
        int from = 0;
        int to = points.length;
        while (left && from < to && chars.indexOf(points[from]) >= 0) {
            from++;
        }
        while (right && to > from && chars.indexOf(points[to - 1]) >= 0) {
            to--;
        }
        return new String(points, from, to - from);
    }

    static String capitalize(String s) {
        if (s.isEmpty()) {
            return s;
        }
        int first = s.codePointAt(0);
        String head = Character.toString(first);
        if (head.toUpperCase(Locale.ROOT).codePointCount(0, head.toUpperCase(Locale.ROOT).length()) > 1) {
            throw new UnsupportedTemplateException("capitalize() of '" + head + "'");
        }
        return Character.toString(Character.toTitleCase(first)) + s.substring(head.length()).toLowerCase(Locale.ROOT);
    }

    static String replace(String s, Arguments a) {
        String old = a.text(0, "old");
        if (a.has(2, "count") || old.isEmpty()) {
            throw new UnsupportedTemplateException(old.isEmpty() ? "replace() of the empty string" : "replace() with a count");
        }
        return s.replace(old, a.text(1, "new"));
    }

    private static Object split(String s, Arguments a) {
        Object separator = a.get(0, "sep", None.NONE);
        long most = a.has(1, "maxsplit") && a.integer(1, "maxsplit") >= 0 ? a.integer(1, "maxsplit") : Long.MAX_VALUE;
        if (separator instanceof None) {
            if (most != Long.MAX_VALUE) {
                throw new UnsupportedTemplateException("split() at white space with maxsplit");
            }
            List<Object> words = new ArrayList<>();
            for (String rest = Spaces.stripLeft(s); !rest.isEmpty(); rest = Spaces.stripLeft(rest)) {
                int end = 0;
                while (end < rest.length() && !Spaces.is(rest.charAt(end))) {
                    end++;
                }
                words.add(rest.substring(0, end));
                rest = rest.substring(end);
            }
            return words;
        }
        String by = Arguments.text(separator, "sep");
        if (by.isEmpty()) {
            throw new TemplateException("empty separator");
        }
        return split(s, by, most);
    }

    private static List<Object> split(String s, String by, long most) {
        List<Object> out = new ArrayList<>();
        int from = 0;
        for (int at = s.indexOf(by); at >= 0 && out.size() < most; at = s.indexOf(by, from)) {
            out.add(s.substring(from, at));
            from = at + by.length();
        }
        out.add(s.substring(from));
        return out;
    }

    private static String chars(Arguments a) {
        Object chars = a.only("chars").get(0, "chars", None.NONE);
        return chars instanceof None ? null : Arguments.text(chars, "chars");
    }

    private static List<String> affixes(Arguments a) {
        Object given = a.only("prefix").need(0, "prefix");
        return given instanceof Tuple tuple ? tuple.items().stream().map(x -> Arguments.text(x, "prefix")).toList()
            : List.of(Arguments.text(given, "prefix"));
    }

    private static UnsupportedTemplateException unsupported(Object of, String name) {
        return new UnsupportedTemplateException("the method '" + name + "' of " + Values.type(of));
    }
}
