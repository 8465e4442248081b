package dev.plackett.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How often numbers occur; several groups share one set of bins.
 *
 * @param title  what is shown
 * @param xLabel what the numbers are
 * @param groups numbers of one colour each, at most eight colours apart
 * @param marks  places to compare with
 */
public record Histogram(String title, String xLabel, List<Group> groups, List<Mark> marks) implements Block {

    private static final int BINS = 24;

    /**
     * Numbers of one kind; those that are not finite are left out.
     *
     * @param name   legend
     * @param values the numbers
     */
    public record Group(String name, double[] values) {

        public Group {
            values = Arrays.stream(values).filter(Double::isFinite).toArray();
        }
    }

    /** A place on the axis. */
    public record Mark(String name, double x) {}

    public Histogram {
        groups = List.copyOf(groups);
        marks = List.copyOf(marks);
    }

    /** Without numbers. */
    public static Histogram of(String title, String xLabel) {
        return new Histogram(title, xLabel, List.of(), List.of());
    }

    /** With numbers. */
    public Histogram values(String name, double[] values) {
        List<Group> all = new ArrayList<>(groups);
        all.add(new Group(name, values));
        return new Histogram(title, xLabel, all, marks);
    }

    /** With a place to compare with. */
    public Histogram mark(String name, double x) {
        List<Mark> all = new ArrayList<>(marks);
        all.add(new Mark(name, x));
        return new Histogram(title, xLabel, groups, all);
    }

    @Override
    public boolean narrow() {
        return true;
    }

    @Override
    public void render(Html out) {
        double[] all = java.util.stream.DoubleStream.concat(groups.stream().flatMapToDouble(g -> Arrays.stream(g.values)),
            marks.stream().mapToDouble(Mark::x).filter(Double::isFinite)).toArray();
        Scale bins = ChartFrame.points(all, new double[] {0, 1}).x();
        double[][] shares = groups.stream().map(g -> shares(g.values, bins)).toArray(double[][]::new);
        double highest = Arrays.stream(shares).flatMapToDouble(Arrays::stream).max().orElse(1);
        ChartFrame frame = new ChartFrame(bins, ChartFrame.points(all, new double[] {0, highest}).y());
        frame.open(out, title, groups.stream().map(Group::name).toList());
        frame.axes(out, xLabel, "share");
        for (int g = 0; g < shares.length; g++) {
            out.open("g", "class", ChartFrame.colour(g));
            out.open("path", "class", "area", "d", outline(shares[g], frame)).element("title", groups.get(g).name()).close("path");
            out.close("g").newline();
        }
        marks.stream().filter(m -> Double.isFinite(m.x)).forEach(m -> frame.vertical(out, m.name, m.x));
        frame.close(out);
    }

    private static double[] shares(double[] values, Scale bins) {
        double[] shares = new double[BINS];
        for (double value : values) {
            shares[Math.min(BINS - 1, (int) ((value - bins.low()) / (bins.high() - bins.low()) * BINS))] += 1.0 / values.length;
        }
        return shares;
    }

    private static String outline(double[] shares, ChartFrame frame) {
        Scale x = frame.x();
        StringBuilder path = new StringBuilder(String.format(Locale.ROOT, "M%.1f %.1f", x.at(x.low()), frame.y().at(0)));
        for (int b = 0; b < BINS; b++) {
            path.append(String.format(Locale.ROOT, "V%.1fH%.1f", frame.y().at(shares[b]), x.at(x.low() + (b + 1) * (x.high() - x.low()) / BINS)));
        }
        return path.append(String.format(Locale.ROOT, "V%.1fZ", frame.y().at(0))).toString();
    }
}
