package dev.plackett.report.html;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as a reader wants them: few digits, a true minus sign, an en dash where there is none. */
final class Numerals {

    static final String MISSING = "–";

    private Numerals() {}

    /** Four significant digits, plain where it is short. */
    static String plain(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? MISSING : value > 0 ? "∞" : "−∞";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e7) {
            return minus(String.format(Locale.ROOT, Math.abs(value) < 10_000 ? "%.0f" : "%,.0f", value)).replace(",", " ");
        }
        double size = Math.abs(value);
        if (size >= 1e7 || size < 1e-4) {
            return minus(String.format(Locale.ROOT, "%.3g", value).replaceAll("\\.?0*e", "e").replaceAll("e([-+])0*", "e$1").replace("e+", "e"));
        }
        return minus(rounded(value).toPlainString());
    }

    /** How many digits after the point numbers need so that each shows four significant ones or all it has; −1 when they are too far apart for that. */
    static int digits(double... values) {
        int digits = 0;
        for (double value : values) {
            double size = Math.abs(value);
            if (size >= 1e7 || size > 0 && size < 1e-3) {
                return -1;
            }
            digits = Math.max(digits, Double.isFinite(value) && value != 0 ? rounded(value).scale() : 0);
        }
        return digits;
    }

    private static BigDecimal rounded(double value) {
        BigDecimal short4 = new BigDecimal(value).round(new MathContext(4, RoundingMode.HALF_EVEN)).stripTrailingZeros();
        return short4.scale() < 0 ? short4.setScale(0) : short4;
    }

    /** A number of digits after the point. */
    static String fixed(double value, int digits) {
        return Double.isFinite(value) ? minus(String.format(Locale.ROOT, "%." + digits + "f", value)) : plain(value);
    }

    /** A tick of an axis whose ticks are {@code step} apart. */
    static String tick(double value, double step) {
        double snapped = Math.abs(value) < step / 1e6 ? 0 : value;
        if (Math.abs(snapped) >= 1e6 || step < 1e-4) {
            return plain(snapped);
        }
        int digits = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
        return fixed(snapped, digits);
    }

    private static String minus(String text) {
        return text.startsWith("-") ? "−" + text.substring(1) : text;
    }
}
