package dev.plackett.report.html;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Draws a {@link LineChart}: thresholds, lines, error bars, points that tell their value on hover. */
final class LineChartDrawing {

    private static final int MOST_POINTS = 400;
    private static final int MOST_MARKS = 40;

    private final LineChart chart;
    private final Html out;
    private final ChartFrame frame;
    private final Scale x;
    private final Scale y;

    LineChartDrawing(LineChart chart, Html out) {
        this.chart = chart;
        this.out = out;
        double[] xs = chart.lines().stream().flatMapToDouble(line -> Arrays.stream(line.x())).toArray();
        double[] ys = DoubleStream.concat(chart.thresholds().stream().mapToDouble(LineChart.Threshold::y),
            chart.lines().stream().flatMapToDouble(LineChartDrawing::extent)).toArray();
        frame = ChartFrame.lines(xs, ys);
        x = frame.x();
        y = frame.y();
    }

    void draw() {
        frame.open(out, chart.title(), chart.lines().stream().map(LineChart.Line::name).toList());
        frame.axes(out, chart.xLabel(), chart.yLabel());
        chart.thresholds().forEach(threshold -> frame.horizontal(out, threshold.name(), threshold.y()));
        for (int i = 0; i < chart.lines().size(); i++) {
            out.open("g", "class", ChartFrame.colour(i));
            line(chart.lines().get(i));
            out.close("g").newline();
        }
        frame.close(out);
    }

    private void line(LineChart.Line whole) {
        LineChart.Line line = thin(whole);
        if (line.smooth() > 0) {
            out.open("path", "class", "faint", "d", path(line.x(), line.y())).close("path");
            out.open("path", "class", "line", "d", path(line.x(), smooth(line))).close("path");
            return;
        }
        for (int i = 0; i < line.error().length; i++) {
            if (Double.isFinite(line.y()[i]) && line.error()[i] > 0) {
                double at = x.at(line.x()[i]);
                double low = y.at(line.y()[i] - line.error()[i]);
                double high = y.at(line.y()[i] + line.error()[i]);
                String bar = String.format(Locale.ROOT, "M%.1f %.1fV%.1fM%.1f %.1fh8M%.1f %.1fh8", at, low, high, at - 4, low, at - 4, high);
                out.open("path", "class", "bar", "d", bar).close("path");
            }
        }
        out.open("path", "class", "line", "d", path(line.x(), line.y())).close("path");
        if (line.x().length <= MOST_MARKS) {
            marks(line);
        }
    }

    private void marks(LineChart.Line line) {
        for (int i = 0; i < line.x().length; i++) {
            if (Double.isFinite(line.y()[i])) {
                String error = line.error().length == 0 ? "" : " ± " + Numerals.plain(line.error()[i]);
                out.open("circle", "cx", x.at(line.x()[i]), "cy", y.at(line.y()[i]), "r", 3)
                    .element("title", line.name() + ": " + Numerals.plain(line.y()[i]) + error + " at " + Numerals.plain(line.x()[i])).close("circle");
            }
        }
    }

    private String path(double[] xs, double[] ys) {
        StringBuilder d = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < xs.length; i++) {
            boolean finite = Double.isFinite(ys[i]) && Double.isFinite(xs[i]);
            if (finite) {
                d.append(pen ? 'L' : 'M').append(String.format(Locale.ROOT, "%.1f %.1f", x.at(xs[i]), y.at(ys[i])));
            }
            pen = finite;
        }
        return d.toString();
    }

    /** Exponential mean, corrected for its start, that skips values which are not finite. */
    private static double[] smooth(LineChart.Line line) {
        double keep = 1 - 2.0 / (line.smooth() + 1);
        double mean = 0;
        double weight = 0;
        double[] smooth = new double[line.y().length];
        for (int i = 0; i < smooth.length; i++) {
            if (Double.isFinite(line.y()[i])) {
                mean = keep * mean + (1 - keep) * line.y()[i];
                weight = keep * weight + (1 - keep);
            }
            smooth[i] = mean / weight;
        }
        return smooth;
    }

    /** Means of neighbours where there are more points than pixels can show. */
    private static LineChart.Line thin(LineChart.Line line) {
        int n = line.x().length;
        if (n <= MOST_POINTS) {
            return line;
        }
        int[] cuts = IntStream.rangeClosed(0, MOST_POINTS).map(i -> (int) ((long) i * n / MOST_POINTS)).toArray();
        double[] xs = IntStream.range(0, MOST_POINTS).mapToDouble(i -> mean(line.x(), cuts[i], cuts[i + 1])).toArray();
        double[] ys = IntStream.range(0, MOST_POINTS).mapToDouble(i -> mean(line.y(), cuts[i], cuts[i + 1])).toArray();
        return new LineChart.Line(line.name(), xs, ys, new double[0], line.smooth() == 0 ? 0 : Math.max(1, line.smooth() * MOST_POINTS / n));
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    private static DoubleStream extent(LineChart.Line line) {
        return IntStream.range(0, line.y().length).mapToObj(i -> i)
            .flatMapToDouble(i -> line.error().length == 0 ? DoubleStream.of(line.y()[i])
                : DoubleStream.of(line.y()[i] - line.error()[i], line.y()[i] + line.error()[i]));
    }
}
