package dev.plackett.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines over one x axis.
 *
 * @param title      what is shown
 * @param xLabel     what x is
 * @param yLabel     what y is
 * @param lines      the lines, at most eight colours apart
 * @param thresholds horizontal lines to compare with
 */
public record LineChart(String title, String xLabel, String yLabel, List<Line> lines, List<Threshold> thresholds) implements Block {

    /**
     * A line. Values that are not finite interrupt it.
     *
     * @param name   legend
     * @param x      ascending
     * @param y      as many as x
     * @param error  half length of the error bar at each point, empty without
     * @param smooth span in points of the exponential mean that is drawn boldly over the raw line; 0 draws the raw line alone
     */
    public record Line(String name, double[] x, double[] y, double[] error, int smooth) {

        public Line {
            if (x.length != y.length || error.length != 0 && error.length != y.length) {
                throw new IllegalArgumentException("line '" + name + "': " + x.length + " x, " + y.length + " y, " + error.length + " error bars");
            }
        }
    }

    /**
     * A horizontal line.
     *
     * @param name what it stands for
     * @param y    where
     */
    public record Threshold(String name, double y) {}

    public LineChart {
        lines = List.copyOf(lines);
        thresholds = List.copyOf(thresholds);
    }

    /** A chart without lines. */
    public static LineChart of(String title, String xLabel, String yLabel) {
        return new LineChart(title, xLabel, yLabel, List.of(), List.of());
    }

    /** With a line. */
    public LineChart line(String name, double[] x, double[] y) {
        return with(new Line(name, x, y, new double[0], 0));
    }

    /** With a line that has error bars. */
    public LineChart line(String name, double[] x, double[] y, double[] error) {
        return with(new Line(name, x, y, error, 0));
    }

    /** With a noisy line, drawn faintly under its exponential mean over about {@code span} points. */
    public LineChart smoothed(String name, double[] x, double[] y, int span) {
        return with(new Line(name, x, y, new double[0], span));
    }

    /** With a horizontal line to compare with. */
    public LineChart threshold(String name, double y) {
        List<Threshold> all = new ArrayList<>(thresholds);
        all.add(new Threshold(name, y));
        return new LineChart(title, xLabel, yLabel, lines, all);
    }

    private LineChart with(Line line) {
        List<Line> all = new ArrayList<>(lines);
        all.add(line);
        return new LineChart(title, xLabel, yLabel, all, thresholds);
    }

    @Override
    public boolean narrow() {
        return true;
    }

    @Override
    public void render(Html out) {
        new LineChartDrawing(this, out).draw();
    }
}
