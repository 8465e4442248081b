package dev.plackett.text.jinja;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The arguments of a call, computed.
 *
 * @param positional by position
 * @param named      by keyword
 */
record Arguments(List<Object> positional, Map<String, Object> named) {

    /** One argument by position or keyword; the fallback when it is not given. */
    Object get(int index, String name, Object fallback) {
        if (index < positional.size()) {
            return positional.get(index);
        }
        return named.getOrDefault(name, fallback);
    }

    /** One argument that must be given. */
    Object need(int index, String name) {
        Object found = get(index, name, null);
        if (found == null) {
            throw new TemplateException("the argument '" + name + "' is missing");
        }
        return found;
    }

    /** Whether an argument is given. */
    boolean has(int index, String name) {
        return index < positional.size() || named.containsKey(name);
    }

    /** Refuses arguments beyond those listed. */
    Arguments only(String... names) {
        if (positional.size() > names.length) {
            throw new TemplateException("at most " + names.length + " arguments expected, found " + positional.size());
        }
        for (String name : named.keySet()) {
            int at = Arrays.asList(names).indexOf(name);
            if (at < 0) {
                throw new UnsupportedTemplateException("the argument '" + name + "'");
            }
            if (at < positional.size()) {
                throw new TemplateException("the argument '" + name + "' is given twice");
            }
        }
        return this;
    }

    /** A text argument. */
    String text(int index, String name) {
        return text(need(index, name), name);
    }

    static String text(Object value, String name) {
        if (value instanceof String s) {
            return s;
        }
        throw new TemplateException("the argument '" + name + "' should be a string, found " + Values.type(value));
    }

    /** An integer argument. */
    long integer(int index, String name) {
        if (need(index, name) instanceof Long n) {
            return n;
        }
        throw new TemplateException("the argument '" + name + "' should be an integer, found " + Values.type(need(index, name)));
    }
}
