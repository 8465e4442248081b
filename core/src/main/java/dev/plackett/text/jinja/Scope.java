package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.Undefined;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Names and their values; an inner scope sees the outer ones and sets only its own. The outermost holds what the caller gave. */
final class Scope {

    private final Map<String, Object> values = new HashMap<>();
    private final Scope outer;
    private final Set<String> assigned;

    /**
     * @param outer    the scope around it, or null
     * @param assigned names that its statements set sooner or later, whatever happens
     */
    private Scope(Scope outer, Set<String> assigned) {
        this.outer = outer;
        this.assigned = assigned;
    }

    static Scope given() {
        return new Scope(null, Set.of());
    }

    Object get(String name) {
        boolean later = false;
        for (Scope s = this; s != null; s = s.outer) {
            Object found = s.values.get(name);
            if (found != null) {
                if (later && s.outer == null) {
                    // Jinja decides by the order of the source whether the caller's value is seen from an inner scope before it is replaced.
                    throw new UnsupportedTemplateException("the variable '" + name + "' within a loop or macro before the template sets it outside");
                }
                return found;
            }
            later |= s != this && s.assigned.contains(name);
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

    /** A scope within this one, for these statements. */
    Scope inner(Statement.Block statements) {
        return new Scope(this, statements.sets());
    }
}
