package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.Generated;
import dev.plackett.text.jinja.Value.Markup;
import dev.plackett.text.jinja.Value.None;
import dev.plackett.text.jinja.Value.Tuple;
import dev.plackett.text.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Jinja's filters: {@code value | name(arguments)}. */
final class Filters {

    /** A function of a value. */
    @FunctionalInterface
    interface Filter {
        Object apply(Object value, Arguments arguments);
    }

    private static final Map<String, Filter> FILTERS = new HashMap<>();

    static {
        FILTERS.put("trim", (v, a) -> {
            Object chars = a.only("chars").get(0, "chars", None.NONE);
            return Methods.strip(plain(v), chars instanceof None ? null : Arguments.text(chars, "chars"), true, true);
        });
        FILTERS.put("upper", (v, a) -> plain(v).toUpperCase(Locale.ROOT));
        FILTERS.put("lower", (v, a) -> plain(v).toLowerCase(Locale.ROOT));
        FILTERS.put("capitalize", (v, a) -> Methods.capitalize(plain(v)));
        FILTERS.put("string", (v, a) -> v instanceof Markup ? v : Values.text(v));
        FILTERS.put("safe", (v, a) -> new Markup(Values.text(v)));
        FILTERS.put("length", (v, a) -> Values.length(v));
        FILTERS.put("count", FILTERS.get("length"));
        FILTERS.put("tojson", ToJson::filter);
        FILTERS.put("default", Filters::defaulted);
        FILTERS.put("d", Filters::defaulted);
        FILTERS.put("replace", (v, a) -> Methods.replace(plain(v), a.only("old", "new", "count")));
        FILTERS.put("join", Filters::join);
        FILTERS.put("items", (v, a) -> new Generated(v instanceof Undefined ? List.of() : Methods.pairs(dict(v))));
        FILTERS.put("dictsort", (v, a) -> dictsort(dict(v), a.only()));
        FILTERS.put("list", (v, a) -> Values.items(v));
        FILTERS.put("first", (v, a) -> edge(Values.items(v), true));
        FILTERS.put("last", (v, a) -> edge(reversible(v), false));
        FILTERS.put("reverse", (v, a) -> {
            List<Object> items = reversible(v);
            java.util.Collections.reverse(items);
            return v instanceof String ? items.stream().map(Values::text).collect(Collectors.joining()) : new Generated(items);
        });
        FILTERS.put("map", Filters::map);
        FILTERS.put("select", (v, a) -> select(v, test(a, 0), true));
        FILTERS.put("reject", (v, a) -> select(v, test(a, 0), false));
        FILTERS.put("selectattr", (v, a) -> select(v, attributeTest(a), true));
        FILTERS.put("rejectattr", (v, a) -> select(v, attributeTest(a), false));
        for (String name : ("abs attr batch center e escape filesizeformat float forceescape format groupby indent int max min pprint random round "
            + "slice sort striptags sum title truncate unique urlencode urlize wordcount wordwrap xmlattr").split(" ")) {
            FILTERS.put(name, (v, a) -> {
                throw new UnsupportedTemplateException("the filter '" + name + "'");
            });
        }
    }

    private Filters() {}

    /** A filter by name. */
    static Filter find(String name) {
        Filter filter = FILTERS.get(name);
        if (filter == null) {
            throw new UnsupportedTemplateException("the filter '" + name + "'");
        }
        return filter;
    }

    /** The value's text; a marked text would stay marked in Python, which only printing ignores. */
    private static String plain(Object value) {
        if (value instanceof Markup) {
            throw new UnsupportedTemplateException("a filter on the result of the filter 'safe'");
        }
        return Values.text(value);
    }

    private static Object defaulted(Object value, Arguments a) {
        a.only("default_value", "boolean");
        boolean falsy = Values.truth(a.get(1, "boolean", false));
        return value instanceof Undefined || falsy && !Values.truth(value) ? a.get(0, "default_value", "") : value;
    }

    private static Object join(Object value, Arguments a) {
        String between = plain(a.only("d").get(0, "d", ""));
        return Values.items(value).stream().map(Filters::plain).collect(Collectors.joining(between));
    }

    private static Map<?, ?> dict(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw value instanceof Undefined u ? u.failure() : new TemplateException("a dict is expected, found " + Values.type(value));
    }

    /** Pairs by key, letter case ignored, as Jinja sorts by default. */
    private static Object dictsort(Map<?, ?> map, Arguments none) {
        List<Object> pairs = Methods.pairs(map);
        pairs.sort(Comparator.comparing((Object p) -> key(p), (l, r) -> Operators.order("<", l, r)));
        return pairs;
    }

    private static Object key(Object pair) {
        Object key = ((Tuple) pair).items().get(0);
        return key instanceof String s ? s.toLowerCase(Locale.ROOT) : key;
    }

    private static List<Object> reversible(Object value) {
        if (value instanceof List || value instanceof Tuple || value instanceof String) {
            return new ArrayList<>(Values.items(value));
        }
        throw new UnsupportedTemplateException("the reverse of a " + Values.type(value));
    }

    private static Object edge(List<Object> items, boolean first) {
        return items.isEmpty() ? new Undefined("no " + (first ? "first" : "last") + " item, sequence was empty")
            : items.get(first ? 0 : items.size() - 1);
    }

    private static Object map(Object value, Arguments a) {
        if (a.positional().isEmpty()) {
            String attribute = Arguments.text(a.only("attribute").need(0, "attribute"), "attribute");
            refusePath(attribute);
            return new Generated(some(value).stream().map(x -> Access.item(x, attribute)).collect(Collectors.toList()));
        }
        Filter filter = find(a.text(0, "filter"));
        Arguments rest = new Arguments(a.positional().subList(1, a.positional().size()), a.named());
        return new Generated(some(value).stream().map(x -> filter.apply(x, rest)).collect(Collectors.toList()));
    }

    /** Items of a value; lazy filters take any false one for empty, even one that is no sequence. */
    private static List<Object> some(Object value) {
        return Values.truth(value) ? Values.items(value) : List.of();
    }

    private static Generated select(Object value, Predicate<Object> wanted, boolean keep) {
        return new Generated(some(value).stream().filter(x -> wanted.test(x) == keep).collect(Collectors.toList()));
    }

    private static Predicate<Object> attributeTest(Arguments a) {
        String attribute = a.text(0, "attribute");
        refusePath(attribute);
        Predicate<Object> test = test(a, 1);
        return x -> test.test(Access.item(x, attribute));
    }

    private static Predicate<Object> test(Arguments a, int from) {
        if (a.positional().size() <= from) {
            return Values::truth;
        }
        Tests.Test test = Tests.find(a.text(from, "test"));
        Arguments rest = new Arguments(a.positional().subList(from + 1, a.positional().size()), a.named());
        return x -> test.holds(x, rest);
    }

    private static void refusePath(String attribute) {
        if (attribute.contains(".") || !attribute.isEmpty() && attribute.chars().allMatch(Character::isDigit)) {
            throw new UnsupportedTemplateException("the attribute path '" + attribute + "'");
        }
    }
}
