package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.Callable;
import dev.plackett.text.jinja.Value.None;
import dev.plackett.text.jinja.Value.Undefined;
import java.util.HashMap;
import java.util.Map;

/** Jinja's tests: {@code value is name}. */
final class Tests {

    /** A question about a value. */
    @FunctionalInterface
    interface Test {
        boolean holds(Object value, Arguments arguments);
    }

    private static final Map<String, Test> TESTS = new HashMap<>();

    static {
        TESTS.put("defined", (v, a) -> !(v instanceof Undefined));
        TESTS.put("undefined", (v, a) -> v instanceof Undefined);
        TESTS.put("none", (v, a) -> v instanceof None);
        TESTS.put("string", (v, a) -> Operators.isText(v));
        TESTS.put("mapping", (v, a) -> v instanceof Map);
        TESTS.put("iterable", (v, a) -> Values.isIterable(v));
        TESTS.put("sequence", (v, a) -> sequence(v));
        TESTS.put("boolean", (v, a) -> v instanceof Boolean);
        TESTS.put("true", (v, a) -> Boolean.TRUE.equals(v));
        TESTS.put("false", (v, a) -> Boolean.FALSE.equals(v));
        TESTS.put("integer", (v, a) -> v instanceof Long);
        TESTS.put("float", (v, a) -> v instanceof Double);
        TESTS.put("number", (v, a) -> v instanceof Number || v instanceof Boolean);
        TESTS.put("callable", (v, a) -> v instanceof Callable);
        TESTS.put("odd", (v, a) -> Operators.equal(Operators.binary("%", v, 2L), 1L));
        TESTS.put("even", (v, a) -> Operators.equal(Operators.binary("%", v, 2L), 0L));
        TESTS.put("divisibleby", (v, a) -> Operators.equal(Operators.binary("%", v, a.need(0, "num")), 0L));
        TESTS.put("in", (v, a) -> Operators.compare("in", v, a.need(0, "seq")));
        Map.of("eq", "==", "equalto", "==", "==", "==", "ne", "!=", "!=", "!=", "lt", "<", "lessthan", "<", "gt", ">", "greaterthan", ">")
            .forEach((name, operator) -> TESTS.put(name, (v, a) -> Operators.compare(operator, v, a.need(0, "other"))));
        Map.of("le", "<=", "ge", ">=", "<", "<", ">", ">", "<=", "<=", ">=", ">=")
            .forEach((name, operator) -> TESTS.put(name, (v, a) -> Operators.compare(operator, v, a.need(0, "other"))));
        for (String name : new String[] {"escaped", "filter", "lower", "sameas", "test", "upper"}) {
            TESTS.put(name, (v, a) -> {
                throw new UnsupportedTemplateException("the test '" + name + "'");
            });
        }
    }

    private Tests() {}

    /** A test by name. */
    static Test find(String name) {
        Test test = TESTS.get(name);
        if (test == null) {
            throw new UnsupportedTemplateException("the test '" + name + "'");
        }
        return test;
    }

    /** True for whatever has a length and subscripts, dicts included. */
    private static boolean sequence(Object value) {
        if (value instanceof Value.View) {
            throw new UnsupportedTemplateException("the test 'sequence' of a range or a dict's view");
        }
        return Values.isSized(value);
    }
}
