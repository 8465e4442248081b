package dev.plackett.report.html;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What charts as SVG share: figure, legend, grid, axes and lines to compare with.
 *
 * @param x numbers to pixels from left to right
 * @param y numbers to pixels from bottom to top
 */
record ChartFrame(Scale x, Scale y) {

    private static final double WIDTH = 540;
    private static final double HEIGHT = 270;
    private static final double LEFT = 52;
    private static final double RIGHT = 14;
    private static final double TOP = 10;
    private static final double BOTTOM = 40;
    private static final int COLOURS = 8;

    /** Around numbers of which those that are not finite are left out; x ends where the numbers end. */
    static ChartFrame lines(double[] xs, double[] ys) {
        boolean whole = Arrays.stream(xs).filter(Double::isFinite).allMatch(v -> v == Math.rint(v));
        return new ChartFrame(scale(xs, LEFT, WIDTH - RIGHT, 6, whole), scale(ys, HEIGHT - BOTTOM, TOP, 5, false).rounded());
    }

    /** The same with room at all four sides. */
    static ChartFrame points(double[] xs, double[] ys) {
        return new ChartFrame(scale(xs, LEFT, WIDTH - RIGHT, 6, false).rounded(), scale(ys, HEIGHT - BOTTOM, TOP, 5, false).rounded());
    }

    /** The class that gives the i-th series its colour. */
    static String colour(int i) {
        return "k" + i % COLOURS;
    }

    void open(Html out, String title, List<String> legend) {
        out.open("figure", "class", "chart").open("figcaption").element("b", title);
        out.open("span", "class", "legend");
        for (int i = 0; i < legend.size(); i++) {
            out.open("span", "class", "key " + colour(i)).element("i", "").text(legend.get(i)).close("span");
        }
        out.close("span").close("figcaption").newline();
        out.open("svg", "viewBox", "0 0 " + (int) WIDTH + " " + (int) HEIGHT, "role", "img", "aria-label", title);
    }

    void axes(Html out, String xLabel, String yLabel) {
        for (double tick : y.ticks()) {
            out.open("line", "class", "grid", "x1", LEFT, "x2", WIDTH - RIGHT, "y1", y.at(tick), "y2", y.at(tick)).close("line");
            out.element("text", Numerals.tick(tick, y.step()), "class", "tick", "x", LEFT - 7, "y", y.at(tick) + 3.5, "text-anchor", "end");
        }
        out.open("line", "class", "axis", "x1", LEFT, "x2", WIDTH - RIGHT, "y1", HEIGHT - BOTTOM, "y2", HEIGHT - BOTTOM).close("line");
        for (double tick : x.ticks()) {
            out.open("line", "class", "axis", "x1", x.at(tick), "x2", x.at(tick), "y1", HEIGHT - BOTTOM, "y2", HEIGHT - BOTTOM + 4).close("line");
            out.element("text", Numerals.tick(tick, x.step()), "class", "tick", "x", x.at(tick), "y", HEIGHT - BOTTOM + 16, "text-anchor", "middle");
        }
        double middle = (TOP + HEIGHT - BOTTOM) / 2;
        out.element("text", xLabel, "class", "name", "x", (LEFT + WIDTH - RIGHT) / 2, "y", HEIGHT - 5, "text-anchor", "middle");
        out.element("text", yLabel, "class", "name", "text-anchor", "middle",
            "transform", String.format(Locale.ROOT, "translate(11,%.1f) rotate(-90)", middle)).newline();
    }

    /** A horizontal line to compare with. */
    void horizontal(Html out, String name, double value) {
        double at = y.at(value);
        out.open("line", "class", "threshold", "x1", LEFT, "x2", WIDTH - RIGHT, "y1", at, "y2", at).close("line");
        out.element("text", name, "class", "threshold-name", "x", WIDTH - RIGHT - 2, "y", at - 4, "text-anchor", "end");
    }

    /** A vertical one. */
    void vertical(Html out, String name, double value) {
        double at = x.at(value);
        boolean right = at > (LEFT + WIDTH) / 2;
        out.open("line", "class", "threshold", "x1", at, "x2", at, "y1", TOP, "y2", HEIGHT - BOTTOM).close("line");
        out.element("text", name, "class", "threshold-name", "x", at + (right ? -4 : 4), "y", TOP + 9, "text-anchor", right ? "end" : "start");
    }

    /** The part of y = intercept + slope·x that lies inside. */
    void sloped(Html out, String name, double slope, double intercept) {
        double from = x.low();
        double to = x.high();
        if (slope != 0) {
            double bottom = (y.low() - intercept) / slope;
            double top = (y.high() - intercept) / slope;
            from = Math.max(from, Math.min(bottom, top));
            to = Math.min(to, Math.max(bottom, top));
        }
        if (from < to) {
            out.open("line", "class", "threshold", "x1", x.at(from), "x2", x.at(to), "y1", y.at(intercept + slope * from), "y2", y.at(intercept
                + slope * to))
                .close("line");
            out.element("text", name, "class", "threshold-name", "x", WIDTH - RIGHT - 2, "y", TOP + 9, "text-anchor", "end");
        }
    }

    void close(Html out) {
        out.close("svg").close("figure").newline();
    }

    private static Scale scale(double[] values, double from, double to, int ticks, boolean whole) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        return Scale.of(Arrays.stream(finite).min().orElse(Double.NaN), Arrays.stream(finite).max().orElse(Double.NaN), from, to, ticks, whole);
    }
}
