package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.Undefined;
import java.util.HashMap;
import java.util.Map;

/** Names and their values; an inner scope sees the outer ones and sets only its own. */
final class Scope {

    private final Map<String, Object> values = new HashMap<>();
    private final Scope outer;

    Scope(Scope outer) {
        this.outer = outer;
    }

    Object get(String name) {
        for (Scope s = this; s != null; s = s.outer) {
            Object found = s.values.get(name);
            if (found != null) {
                return found;
            }
        }
        if (Functions.UNSUPPORTED.contains(name)) {
            throw new UnsupportedTemplateException("the function '" + name + "'");
        }
        return new Undefined("'" + name + "' is undefined");
    }

    Scope set(String name, Object value) {
        values.put(name, value);
        return this;
    }

    Scope inner() {
        return new Scope(this);
    }
}
