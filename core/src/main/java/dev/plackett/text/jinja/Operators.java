package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.Markup;
import dev.plackett.text.jinja.Value.Tuple;
import dev.plackett.text.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Python's arithmetic and comparisons. */
final class Operators {

    private Operators() {}

    static Object binary(String operator, Object left, Object right) {
        if (operator.equals("~")) {
            return Values.text(left) + Values.text(right);
        }
        refuseMarkup(operator, left, right);
        if (operator.equals("%") && left instanceof String) {
            throw new UnsupportedTemplateException("the operator '%' on str");
        }
        defined(left);
        defined(right);
        if (operator.equals("+")) {
            if (left instanceof String l && right instanceof String r) {
                return l + r;
            }
            if (left instanceof List<?> l && right instanceof List<?> r) {
                List<Object> out = new ArrayList<>(l);
                out.addAll(r);
                return out;
            }
            if (left instanceof Tuple l && right instanceof Tuple r) {
                return new Tuple(java.util.stream.Stream.concat(l.items().stream(), r.items().stream()).toList());
            }
        }
        if (operator.equals("*") && (left instanceof String && right instanceof Long || left instanceof Long && right instanceof String)) {
            return left instanceof String s ? s.repeat((int) Math.max(0, (Long) right)) : ((String) right).repeat((int) Math.max(0, (Long) left));
        }
        if (operator.equals("*") && (left instanceof List || right instanceof List)) {
            throw new UnsupportedTemplateException("the operator '" + operator + "' on " + Values.type(left));
        }
        if (left instanceof Long l && right instanceof Long r && !operator.equals("/")) {
            return integer(operator, l, r);
        }
        if (left instanceof Number l && right instanceof Number r) {
            return floating(operator, l.doubleValue(), r.doubleValue());
        }
        if (left instanceof Boolean || right instanceof Boolean) {
            throw new UnsupportedTemplateException("arithmetic with true and false");
        }
        throw new TemplateException("unsupported operand types for " + operator + ": '" + Values.type(left) + "' and '" + Values.type(right) + "'");
    }

    static Object negative(Object value) {
        defined(value);
        if (value instanceof Long n) {
            return Math.negateExact(n);
        }
        if (value instanceof Double d) {
            return -d;
        }
        throw new TemplateException("bad operand type for unary -: '" + Values.type(value) + "'");
    }

    private static Object integer(String operator, long l, long r) {
        if (r == 0 && (operator.equals("//") || operator.equals("%"))) {
            throw new TemplateException("division by zero");
        }
        return switch (operator) {
            case "+" -> Math.addExact(l, r);
            case "-" -> Math.subtractExact(l, r);
            case "*" -> Math.multiplyExact(l, r);
            case "//" -> Math.floorDiv(l, r);
            case "%" -> Math.floorMod(l, r);
            default -> throw new UnsupportedTemplateException("the operator '" + operator + "'");
        };
    }

    private static Object floating(String operator, double l, double r) {
        if (r == 0 && operator.equals("/")) {
            throw new TemplateException("division by zero");
        }
        return switch (operator) {
            case "+" -> l + r;
            case "-" -> l - r;
            case "*" -> l * r;
            case "/" -> l / r;
            default -> throw new UnsupportedTemplateException("the operator '" + operator + "' on floats");
        };
    }

    static boolean compare(String operator, Object left, Object right) {
        return switch (operator) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "in" -> contains(right, left);
            case "not in" -> !contains(right, left);
            case "<" -> order(operator, left, right) < 0;
            case "<=" -> order(operator, left, right) <= 0;
            case ">" -> order(operator, left, right) > 0;
            default -> order(operator, left, right) >= 0;
        };
    }

    static boolean equal(Object left, Object right) {
        if (left instanceof Undefined || right instanceof Undefined) {
            return left instanceof Undefined && right instanceof Undefined;
        }
        if (number(left) && number(right)) {
            return left instanceof Long && right instanceof Long ? left.equals(right) : numeric(left) == numeric(right);
        }
        if (left instanceof Markup || right instanceof Markup) {
            return isText(left) && isText(right) && Values.text(left).equals(Values.text(right));
        }
        if (left instanceof List<?> l && right instanceof List<?> r) {
            return sameItems(l, r);
        }
        if (left instanceof Tuple l && right instanceof Tuple r) {
            return sameItems(l.items(), r.items());
        }
        if (left instanceof Map<?, ?> l && right instanceof Map<?, ?> r) {
            Map<Object, Object> copy = new HashMap<>(r);
            return l.size() == r.size() && l.entrySet().stream().allMatch(e -> copy.containsKey(e.getKey()) && equal(e.getValue(), copy.get(e.getKey())));
        }
        return left.equals(right);
    }

    private static boolean sameItems(List<?> l, List<?> r) {
        if (l.size() != r.size()) {
            return false;
        }
        for (int i = 0; i < l.size(); i++) {
            if (!equal(l.get(i), r.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(Object in, Object what) {
        if (in instanceof String || in instanceof Markup) {
            if (!isText(what)) {
                throw what instanceof Undefined u ? u.failure()
                    : new TemplateException("'in <string>' requires string as left operand, not " + Values.type(what));
            }
            return Values.text(in).contains(Values.text(what));
        }
        if (in instanceof Map) {
            if (what instanceof Map || what instanceof List) {
                throw new TemplateException("unhashable type: '" + Values.type(what) + "'");
            }
            if (!(what instanceof String || what instanceof Number || what instanceof Boolean || what instanceof Value.None)) {
                throw new UnsupportedTemplateException("a key of type " + Values.type(what));
            }
        }
        return Values.items(in).stream().anyMatch(x -> equal(x, what));
    }

    /** The order of two numbers or two strings (by code points). */
    static int order(String operator, Object left, Object right) {
        defined(left);
        defined(right);
        if (number(left) && number(right)) {
            return left instanceof Long l && right instanceof Long r ? Long.compare(l, r) : Double.compare(numeric(left), numeric(right));
        }
        if (isText(left) && isText(right)) {
            int[] l = Values.text(left).codePoints().toArray();
            int[] r = Values.text(right).codePoints().toArray();
            return java.util.Arrays.compare(l, r);
        }
        if (left instanceof List && right instanceof List || left instanceof Tuple && right instanceof Tuple) {
            throw new UnsupportedTemplateException("the operator '" + operator + "' on " + Values.type(left));
        }
        throw new TemplateException("'" + operator + "' not supported between instances of '" + Values.type(left) + "' and '" + Values.type(right) + "'");
    }

    static boolean isText(Object value) {
        return value instanceof String || value instanceof Markup;
    }

    private static boolean number(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    private static double numeric(Object value) {
        return value instanceof Boolean b ? b ? 1 : 0 : ((Number) value).doubleValue();
    }

    private static void defined(Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
    }

    private static void refuseMarkup(String operator, Object left, Object right) {
        if (left instanceof Markup || right instanceof Markup) {
            throw new UnsupportedTemplateException("the operator '" + operator + "' on the result of the filter 'safe'");
        }
    }
}
