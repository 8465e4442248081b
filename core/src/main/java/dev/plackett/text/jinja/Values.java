package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.Generated;
import dev.plackett.text.jinja.Value.Markup;
import dev.plackett.text.jinja.Value.Namespace;
import dev.plackett.text.jinja.Value.None;
import dev.plackett.text.jinja.Value.Tuple;
import dev.plackett.text.jinja.Value.Undefined;
import dev.plackett.text.jinja.Value.View;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What Python says of a value: its type, truth, printed form, items. */
final class Values {

    private Values() {}

    /** The name of a value's type in Python. */
    static String type(Object value) {
        return value instanceof String ? "str" : value instanceof Long ? "int" : value instanceof Double ? "float" : value instanceof Boolean ? "bool"
            : value instanceof Map ? "dict" : value instanceof List ? "list" : value instanceof Tuple ? "tuple" : value instanceof None ? "NoneType"
            : value instanceof Undefined ? "Undefined" : value.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    static boolean truth(Object value) {
        if (value instanceof Boolean b) {
            return b;
        }
        if (value instanceof Long n) {
            return n != 0;
        }
        if (value instanceof Double d) {
            return d != 0;
        }
        if (value instanceof None || value instanceof Undefined) {
            return false;
        }
        return isSized(value) ? length(value) > 0 : true;
    }

    /** {@code str(value)}: what printing writes. */
    static String text(Object value) {
        return value instanceof String s ? s : value instanceof Markup m ? m.text() : value instanceof Undefined ? "" : repr(value);
    }

    /** {@code repr(value)}. */
    static String repr(Object value) {
        if (value instanceof String s) {
            return Escapes.repr(s);
        }
        if (value instanceof Boolean b) {
            return b ? "True" : "False";
        }
        if (value instanceof Long n) {
            return Long.toString(n);
        }
        if (value instanceof Double d) {
            return number(d);
        }
        if (value instanceof None) {
            return "None";
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Values::repr).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Tuple tuple) {
            return tuple.items().stream().map(Values::repr).collect(Collectors.joining(", ", "(", tuple.items().size() == 1 ? ",)" : ")"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream().map(e -> repr(e.getKey()) + ": " + repr(e.getValue())).collect(Collectors.joining(", ", "{", "}"));
        }
        throw new UnsupportedTemplateException("the printed form of a " + type(value));
    }

    /** Python's shortest form of a float. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= 17; digits++) {
            shortest = exact.round(new java.math.MathContext(digits, java.math.RoundingMode.HALF_EVEN));
            if (shortest.doubleValue() == value) {
                break;
            }
        }
        shortest = shortest.stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = shortest.toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }
        String digits = shortest.unscaledValue().abs().toString();
        return (value < 0 ? "-" : "") + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "")
            + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    /** Whether {@code len} takes it. */
    static boolean isSized(Object value) {
        return value instanceof String || value instanceof Markup || value instanceof List || value instanceof Tuple || value instanceof Map
            || value instanceof View || value instanceof Undefined;
    }

    /** {@code len(value)}; characters of a string are code points. */
    static long length(Object value) {
        if (value instanceof Undefined) {
            return 0;
        }
        if (value instanceof String || value instanceof Markup) {
            String text = text(value);
            return text.codePointCount(0, text.length());
        }
        if (!isSized(value)) {
            throw new TemplateException("object of type '" + type(value) + "' has no length");
        }
        return items(value).size();
    }

    static boolean isIterable(Object value) {
        return isSized(value) || value instanceof Generated;
    }

    /** What a loop over the value goes through: elements, characters, keys. */
    static List<Object> items(Object value) {
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        if (value instanceof Tuple tuple) {
            return tuple.items();
        }
        if (value instanceof View view) {
            return view.items();
        }
        if (value instanceof Map<?, ?> map) {
            return new ArrayList<>(map.keySet());
        }
        if (value instanceof String || value instanceof Markup) {
            return text(value).codePoints().mapToObj(Character::toString).collect(Collectors.toCollection(ArrayList::new));
        }
        if (value instanceof Generated generated) {
            return generated.take();
        }
        if (value instanceof Undefined) {
            return List.of();
        }
        throw new TemplateException("'" + type(value) + "' object is not iterable");
    }

    /** Attributes by name of a dict or a namespace. */
    static Object attribute(Map<?, ?> of, String name, String what) {
        Object found = of.get(name);
        return found == null ? new Undefined("'" + what + "' has no attribute '" + name + "'") : found;
    }

    static Object attribute(Namespace namespace, String name) {
        return attribute(namespace.attributes(), name, "namespace object");
    }
}
