package dev.plackett.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Points.
 *
 * @param title  what is shown
 * @param xLabel what x is
 * @param yLabel what y is
 * @param groups points of one colour each, at most eight colours apart
 * @param lines  straight lines to compare with
 */
public record Scatter(String title, String xLabel, String yLabel, List<Group> groups, List<Line> lines) implements Block {

    /** More points than this are thinned evenly: nobody sees them one by one. */
    private static final int MOST = 1500;

    /**
     * Points of one kind; those that are not finite are left out.
     *
     * @param name legend
     * @param x    as many as y
     * @param y    as many as x
     */
    public record Group(String name, double[] x, double[] y) {

        public Group {
            if (x.length != y.length) {
                throw new IllegalArgumentException("points '" + name + "': " + x.length + " x, " + y.length + " y");
            }
        }
    }

    /** y = intercept + slope·x. */
    public record Line(String name, double slope, double intercept) {}

    public Scatter {
        groups = List.copyOf(groups);
        lines = List.copyOf(lines);
    }

    /** Without points. */
    public static Scatter of(String title, String xLabel, String yLabel) {
        return new Scatter(title, xLabel, yLabel, List.of(), List.of());
    }

    /** With points. */
    public Scatter points(String name, double[] x, double[] y) {
        List<Group> all = new ArrayList<>(groups);
        all.add(new Group(name, x, y));
        return new Scatter(title, xLabel, yLabel, all, lines);
    }

    /** With a line. */
    public Scatter line(String name, double slope, double intercept) {
        List<Line> all = new ArrayList<>(lines);
        all.add(new Line(name, slope, intercept));
        return new Scatter(title, xLabel, yLabel, groups, all);
    }

    @Override
    public boolean narrow() {
        return true;
    }

    @Override
    public void render(Html out) {
        double[] xs = groups.stream().flatMapToDouble(g -> Arrays.stream(g.x)).filter(Double::isFinite).toArray();
        double[] ends = DoubleStream.of(Arrays.stream(xs).min().orElse(0), Arrays.stream(xs).max().orElse(0)).flatMap(
            x -> lines.stream().mapToDouble(l -> l.intercept + l.slope * x)).toArray();
        ChartFrame frame = ChartFrame.points(xs, DoubleStream.concat(groups.stream().flatMapToDouble(g -> Arrays.stream(g.y)), Arrays.stream(ends))
            .toArray());
        frame.open(out, title, groups.stream().map(Group::name).toList());
        frame.axes(out, xLabel, yLabel);
        for (int g = 0; g < groups.size(); g++) {
            out.open("g", "class", "dots " + ChartFrame.colour(g));
            draw(groups.get(g), frame, out);
            out.close("g").newline();
        }
        lines.forEach(l -> frame.sloped(out, l.name, l.slope, l.intercept));
        frame.close(out);
    }

    private static void draw(Group group, ChartFrame frame, Html out) {
        int n = group.x.length;
        int shown = Math.min(n, MOST);
        for (int i = 0; i < shown; i++) {
            int at = (int) ((long) i * n / shown);
            if (Double.isFinite(group.x[at]) && Double.isFinite(group.y[at])) {
                out.open("circle", "cx", frame.x().at(group.x[at]), "cy", frame.y().at(group.y[at]), "r", 2.6).close("circle");
            }
        }
    }
}
