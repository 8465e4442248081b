package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.Callable;
import dev.plackett.text.jinja.Value.Loop;
import dev.plackett.text.jinja.Value.Markup;
import dev.plackett.text.jinja.Value.Namespace;
import dev.plackett.text.jinja.Value.None;
import dev.plackett.text.jinja.Value.Tuple;
import dev.plackett.text.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code value.name}, {@code value[key]} and {@code value[a:b:c]}. As in Jinja, a dot looks for a method first and an element second,
 * brackets the other way round; what neither finds is undefined.
 */
final class Access {

    private Access() {}

    static Object attribute(Object of, String name) {
        if (of instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (name.startsWith("__")) {
            throw new UnsupportedTemplateException("the attribute '" + name + "'");
        }
        if (of instanceof Namespace namespace) {
            return Values.attribute(namespace, name);
        }
        if (of instanceof Loop loop) {
            return loop.attribute(name);
        }
        Object method = method(of, name);
        if (method != null) {
            return method;
        }
        return of instanceof Map<?, ?> map ? Values.attribute(map, name, "dict object")
            : new Undefined("'" + Values.type(of) + " object' has no attribute '" + name + "'");
    }

    static Object item(Object of, Object key) {
        if (of instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (of instanceof Map<?, ?> map) {
            Object found = key instanceof String || key instanceof Long ? map.get(key) : null;
            if (found != null) {
                return found;
            }
        } else if (key instanceof Long index && (of instanceof List || of instanceof Tuple || of instanceof String)) {
            List<Object> items = Values.items(of);
            long at = index < 0 ? index + items.size() : index;
            return at >= 0 && at < items.size() ? items.get((int) at) : new Undefined(Values.type(of) + " object has no element " + index);
        } else if (!(key instanceof String) || of instanceof Namespace || of instanceof Loop || of instanceof Callable) {
            if (of instanceof None || of instanceof Number || of instanceof Boolean) {
                return new Undefined(Values.type(of) + " object has no element " + Values.text(key));
            }
            throw new UnsupportedTemplateException("a subscript of type " + Values.type(key) + " on " + Values.type(of));
        }
        if (key instanceof String name) {
            Object method = name.startsWith("__") ? null : method(of, name);
            return method != null ? method : new Undefined("'" + Values.type(of) + " object' has no attribute '" + name + "'");
        }
        return new Undefined(Values.type(of) + " object has no element " + Values.text(key));
    }

    /** A method of a built-in type, bound; null when Python has none of this name. */
    private static Object method(Object of, String name) {
        if (of instanceof Markup || of instanceof Callable || of instanceof Value.View || of instanceof Value.Generated) {
            throw new UnsupportedTemplateException("the attribute '" + name + "' of a " + Values.type(of));
        }
        if (Methods.names(of).contains(name)) {
            return new Callable(name, arguments -> Methods.call(of, name, arguments));
        }
        return null;
    }

    /** Python's slice; null bounds are open. */
    static Object slice(Object of, Long start, Long stop, Long step) {
        if (of instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!(of instanceof String || of instanceof List || of instanceof Tuple)) {
            throw new UnsupportedTemplateException("a slice of a " + Values.type(of));
        }
        long by = step == null ? 1 : step;
        if (by == 0) {
            throw new TemplateException("slice step cannot be zero");
        }
        List<Object> items = Values.items(of);
        int n = items.size();
        long low = by > 0 ? 0 : -1;
        long high = by > 0 ? n : n - 1;
        long from = start == null ? by > 0 ? low : high : Math.min(high, Math.max(low, start < 0 ? start + n : start));
        long to = stop == null ? by > 0 ? high : low : Math.min(high, Math.max(low, stop < 0 ? stop + n : stop));
        List<Object> out = new ArrayList<>();
        for (long i = from; by > 0 ? i < to : i > to; i += by) {
            out.add(items.get((int) i));
        }
        return of instanceof String ? String.join("", out.stream().map(Values::text).toList()) : of instanceof Tuple ? new Tuple(out) : out;
    }
}
