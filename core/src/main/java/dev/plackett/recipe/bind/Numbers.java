package dev.plackett.recipe.bind;

import dev.plackett.recipe.AutoNumber;
import dev.plackett.recipe.Range;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.LongFunction;

/** Bindings of numbers; each refuses what lies outside its range. */
final class Numbers {

    private Numbers() {}

    static Binding whole(Range range, double typeMin, double typeMax, LongFunction<Object> box) {
        double min = range == null ? typeMin : Math.max(typeMin, range.min());
        double max = range == null ? typeMax : Math.min(typeMax, range.max());
        return new ScalarBinding("a whole number" + bounds(min, max, typeMin, typeMax), false,
            text -> decimal(text).filter(n -> n.stripTrailingZeros().scale() <= 0).filter(n -> within(n, min, max)).map(n -> box.apply(n.longValueExact())),
            Object::toString);
    }

    static Binding real(Range range) {
        return real(range, value -> value, "", Object::toString);
    }

    static Binding auto(Range range) {
        ScalarBinding number = real(range, AutoNumber::of, " or auto", value -> Double.toString(((AutoNumber.Fixed) value).value()));
        return new ScalarBinding(number.expected(), false,
            text -> text.equals("auto") ? Optional.of(AutoNumber.auto()) : number.parse().apply(text),
            value -> value instanceof AutoNumber.Fixed ? number.print().apply(value) : "auto");
    }

    private static ScalarBinding real(Range range, DoubleFunction<Object> box, String or, java.util.function.Function<Object, String> print) {
        double min = range == null ? Double.NEGATIVE_INFINITY : range.min();
        double max = range == null ? Double.POSITIVE_INFINITY : range.max();
        return new ScalarBinding("a number" + bounds(min, max, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY) + or, false,
            text -> decimal(text).filter(n -> within(n, min, max)).map(n -> box.apply(n.doubleValue())).or(() -> infinite(text, min, max).map(box::apply)),
            value -> tidy(print.apply(value)));
    }

    /** Digits with an optional sign, point, exponent and {@code _} between digits; bounded so that nobody can ask for a billion digits. */
    private static Optional<BigDecimal> decimal(String text) {
        return text.length() < 64 && text.matches("[-+]?(\\d(_?\\d)*)?(\\.\\d*)?([eE][-+]?\\d{1,3})?") && text.matches(".*\\d.*") && !text.matches("[-+]?[eE].*")
            && !text.matches("[-+]?\\.[eE].*") ? Optional.of(new BigDecimal(text.replace("_", ""))) : Optional.empty();
    }

    private static Optional<Double> infinite(String text, double min, double max) {
        double value = switch (text) {
            case ".inf", "+.inf", ".Inf" -> Double.POSITIVE_INFINITY;
            case "-.inf", "-.Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.NaN;
        };
        return value >= min && value <= max ? Optional.of(value) : Optional.empty();
    }

    private static boolean within(BigDecimal n, double min, double max) {
        return (Double.isInfinite(min) || n.compareTo(new BigDecimal(min)) >= 0) && (Double.isInfinite(max) || n.compareTo(new BigDecimal(max)) <= 0);
    }

    private static String bounds(double min, double max, double openMin, double openMax) {
        boolean below = min != openMin;
        boolean above = max != openMax;
        return below && above ? " from " + plain(min) + " to " + plain(max) : below ? " of at least " + plain(min) : above ? " of at most " + plain(max) : "";
    }

    private static String plain(double bound) {
        return tidy(bound == Math.rint(bound) && Math.abs(bound) < 1e15 ? Long.toString((long) bound) : Double.toString(bound));
    }

    /** Java's spelling of a double in YAML's: {@code 1.0E-6} → {@code 1e-6}. */
    private static String tidy(String number) {
        return switch (number) {
            case "Infinity" -> ".inf";
            case "-Infinity" -> "-.inf";
            default -> number.replace(".0E", "e").replace('E', 'e');
        };
    }
}
