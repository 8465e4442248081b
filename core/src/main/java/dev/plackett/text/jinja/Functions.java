package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.Callable;
import dev.plackett.text.jinja.Value.Namespace;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The global functions. */
final class Functions {

    /** Jinja's other globals, and the names that mean something inside a macro. */
    static final Set<String> UNSUPPORTED = Set.of("cycler", "joiner", "lipsum", "caller", "varargs", "kwargs", "self", "super");

    private static final long LONGEST_RANGE = 100_000;
    private static final Map<Character, String> DATE = Map.ofEntries(Map.entry('Y', "yyyy"), Map.entry('m', "MM"), Map.entry('d', "dd"),
        Map.entry('y', "yy"), Map.entry('B', "MMMM"), Map.entry('b', "MMM"), Map.entry('A', "EEEE"), Map.entry('a', "EEE"), Map.entry('H', "HH"),
        Map.entry('M', "mm"), Map.entry('S', "ss"), Map.entry('I', "hh"), Map.entry('p', "a"), Map.entry('j', "DDD"));

    private Functions() {}

    static Map<String, Object> all(LocalDateTime now) {
        return Map.of(
            "raise_exception", new Callable("raise_exception", a -> {
                throw new TemplateException(Values.text(a.only("message").need(0, "message")));
            }),
            "strftime_now", new Callable("strftime_now", a -> date(now, a.only("format").text(0, "format"))),
            "namespace", new Callable("namespace", Functions::namespace),
            "range", new Callable("range", Functions::range),
            "dict", new Callable("dict", a -> {
                if (!a.positional().isEmpty()) {
                    throw new UnsupportedTemplateException("dict() with positional arguments");
                }
                return new LinkedHashMap<Object, Object>(a.named());
            }));
    }

    private static Object namespace(Arguments a) {
        Map<String, Object> start = new LinkedHashMap<>();
        for (Object positional : a.positional()) {
            if (!(positional instanceof Map<?, ?> map)) {
                throw new TemplateException("namespace() takes a dict, found " + Values.type(positional));
            }
            map.forEach((k, v) -> start.put(Values.text(k), v));
        }
        start.putAll(a.named());
        return Namespace.of(start);
    }

    private static Object range(Arguments a) {
        List<Object> given = a.only("start", "stop", "step").positional();
        for (Object x : given) {
            if (x instanceof Boolean) {
                throw new UnsupportedTemplateException("range() of true or false");
            }
            if (!(x instanceof Long)) {
                throw new TemplateException("range() takes integers, found " + Values.type(x));
            }
        }
        if (given.isEmpty()) {
            throw new TemplateException("range() takes at least one argument");
        }
        long start = given.size() == 1 ? 0 : (Long) given.get(0);
        long stop = (Long) given.get(given.size() == 1 ? 0 : 1);
        long step = given.size() < 3 ? 1 : (Long) given.get(2);
        if (step == 0) {
            throw new TemplateException("range() takes no step of zero");
        }
        long n = Math.max(0, Math.floorDiv(stop - start + step - Long.signum(step), step));
        if (n > LONGEST_RANGE) {
            throw new TemplateException("range() of more than " + LONGEST_RANGE + " numbers");
        }
        return new Value.View(LongStream.range(0, n).mapToObj(i -> start + i * step).collect(Collectors.toList()));
    }

    private static String date(LocalDateTime now, String format) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            char d = ++i < format.length() ? format.charAt(i) : ' ';
            String pattern = DATE.get(d);
            if (pattern != null) {
                out.append(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(now));
            } else if (d == '%') {
                out.append('%');
            } else {
                throw new UnsupportedTemplateException("the date format '%" + d + "'");
            }
        }
        return out.toString();
    }
}
