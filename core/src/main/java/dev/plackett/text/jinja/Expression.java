package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.Callable;
import dev.plackett.text.jinja.Value.None;
import dev.plackett.text.jinja.Value.Tuple;
import dev.plackett.text.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A parsed expression. */
sealed interface Expression {

    /** What it is worth within a scope. */
    Object value(Scope scope);

    /** A constant. */
    record Literal(Object constant) implements Expression {
        @Override
        public Object value(Scope scope) {
            return constant;
        }
    }

    /** A variable. */
    record Name(Position at, String name) implements Expression {
        @Override
        public Object value(Scope scope) {
            return at.locate(() -> scope.get(name));
        }
    }

    /** {@code [a, b]}. */
    record ListOf(List<Expression> items) implements Expression {
        @Override
        public Object value(Scope scope) {
            List<Object> out = new ArrayList<>();
            items.forEach(x -> out.add(x.value(scope)));
            return out;
        }
    }

    /** {@code (a, b)}. */
    record TupleOf(List<Expression> items) implements Expression {
        @Override
        public Object value(Scope scope) {
            return new Tuple(items.stream().map(x -> x.value(scope)).toList());
        }
    }

    /** {@code {a: b}}. */
    record DictOf(Position at, List<Expression> keys, List<Expression> values) implements Expression {
        @Override
        public Object value(Scope scope) {
            Map<Object, Object> out = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                Object key = keys.get(i).value(scope);
                if (!(key instanceof String || key instanceof Long)) {
                    throw new UnsupportedTemplateException("a dict with a key of type " + Values.type(key)).at(at);
                }
                out.put(key, values.get(i).value(scope));
            }
            return out;
        }
    }

    /** {@code of.name}. */
    record Attribute(Position at, Expression of, String name) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object owner = of.value(scope);
            return at.locate(() -> Access.attribute(owner, name));
        }
    }

    /** {@code of[key]}. */
    record Item(Position at, Expression of, Expression key) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object owner = of.value(scope);
            Object index = key.value(scope);
            return at.locate(() -> Access.item(owner, index));
        }
    }

    /** {@code of[start:stop:step]}; absent bounds are the literal {@code none}. */
    record Slice(Position at, Expression of, Expression start, Expression stop, Expression step) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object owner = of.value(scope);
            return at.locate(() -> Access.slice(owner, bound(start, scope), bound(stop, scope), bound(step, scope)));
        }

        private static Long bound(Expression of, Scope scope) {
            Object value = of.value(scope);
            if (value instanceof Long || value instanceof None) {
                return value instanceof Long n ? n : null;
            }
            throw new TemplateException("slice indices must be integers, found " + Values.type(value));
        }
    }

    /** {@code function(arguments)}. */
    record Call(Position at, Expression function, ArgumentsOf arguments) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object callee = function.value(scope);
            Arguments given = arguments.value(scope);
            return at.locate(() -> {
                if (callee instanceof Callable callable) {
                    return callable.function().call(given);
                }
                throw callee instanceof Undefined undefined ? undefined.failure()
                    : new TemplateException("'" + Values.type(callee) + "' object is not callable");
            });
        }
    }

    /** {@code of | filter(arguments)}. */
    record Filtered(Position at, Expression of, Filters.Filter filter, ArgumentsOf arguments) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object value = of.value(scope);
            Arguments given = arguments.value(scope);
            return at.locate(() -> filter.apply(value, given));
        }
    }

    /** {@code of is test(arguments)}. */
    record Tested(Position at, Expression of, Tests.Test test, ArgumentsOf arguments) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object value = of.value(scope);
            Arguments given = arguments.value(scope);
            return at.locate(() -> test.holds(value, given));
        }
    }

    /** {@code -of}. */
    record Negative(Position at, Expression of) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object value = of.value(scope);
            return at.locate(() -> Operators.negative(value));
        }
    }

    /** {@code not of}. */
    record Not(Position at, Expression of) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object value = of.value(scope);
            return at.locate(() -> !Values.truth(value));
        }
    }

    /** {@code left and right}: one of the two values, as in Python. */
    record And(Expression left, Expression right) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object first = left.value(scope);
            return Values.truth(first) ? right.value(scope) : first;
        }
    }

    /** {@code left or right}. */
    record Or(Expression left, Expression right) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object first = left.value(scope);
            return Values.truth(first) ? first : right.value(scope);
        }
    }

    /** Arithmetic and {@code ~}. */
    record Binary(Position at, String operator, Expression left, Expression right) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object l = left.value(scope);
            Object r = right.value(scope);
            return at.locate(() -> Operators.binary(operator, l, r));
        }
    }

    /** {@code first < second <= third}: each operator stands between two neighbours. */
    record Compare(Position at, List<String> operators, List<Expression> operands) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object left = operands.get(0).value(scope);
            for (int i = 0; i < operators.size(); i++) {
                Object l = left;
                Object r = operands.get(i + 1).value(scope);
                String operator = operators.get(i);
                if (!at.locate(() -> Operators.compare(operator, l, r))) {
                    return false;
                }
                left = r;
            }
            return true;
        }
    }

    /** {@code then if test else otherwise}. */
    record Condition(Expression test, Expression then, Expression otherwise) implements Expression {
        @Override
        public Object value(Scope scope) {
            return Values.truth(test.value(scope)) ? then.value(scope) : otherwise.value(scope);
        }
    }

    /** Arguments before they are computed. */
    record ArgumentsOf(List<Expression> positional, Map<String, Expression> named) {

        static ArgumentsOf none() {
            return new ArgumentsOf(List.of(), Map.of());
        }

        Arguments value(Scope scope) {
            Map<String, Object> computed = new LinkedHashMap<>();
            List<Object> values = positional.stream().map(x -> x.value(scope)).toList();
            named.forEach((name, x) -> computed.put(name, x.value(scope)));
            return new Arguments(values, computed);
        }
    }
}
