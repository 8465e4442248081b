package dev.plackett.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps numbers to pixels.
 *
 * @param low  number at {@code from}
 * @param high number at {@code to}
 * @param from pixel of {@code low}
 * @param to   pixel of {@code high}
 * @param step distance of two ticks, 1, 2 or 5 times a power of ten
 */
record Scale(double low, double high, double from, double to, double step) {

    /** A scale that shows an interval, with about so many ticks; {@code whole} keeps ticks at whole numbers. */
    static Scale of(double least, double most, double from, double to, int ticks, boolean whole) {
        double low = Double.isFinite(least) ? least : 0;
        double high = Double.isFinite(most) ? most : 1;
        if (high - low < 1e-12 * Math.max(1, Math.abs(high))) {
            double pad = low == 0 ? 1 : Math.abs(low) * 0.1;
            low -= whole ? 1 : pad;
            high += whole ? 1 : pad;
        }
        double rough = (high - low) / ticks;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double ratio = rough / power;
        double step = power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
        return new Scale(low, high, from, to, whole ? Math.max(1, step) : step);
    }

    /** The same scale, grown to whole steps at both ends. */
    Scale rounded() {
        return new Scale(Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step, from, to, step);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (double t = Math.ceil(low / step - 1e-9); t <= high / step + 1e-9; t++) {
            ticks.add(t * step);
        }
        return ticks;
    }
}
