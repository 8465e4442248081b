package dev.plackett.recipe.meco.gaussian;

import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;

/** What G1's rows say. */
record LandscapeFindings(GaussianConfig config, MetricTable rows, MetricTable curves) {

    /** Steps of eNCE's normalised descent to R = 16, computed beforehand by an independent program (specification 5.2). */
    private static final double ENCE_STEPS = 17740;

    Findings findings() {
        double farthest = config.distances().stream().mapToDouble(r -> r).max().orElseThrow();
        Findings out = Findings.none().block(new Paragraph("Data N(R, 1), noise N(0, 1), the model begins as the noise. Nothing is sampled. NCE "
            + "learns the mean and the normalising constant together, and where the two densities do not overlap its loss hardly changes; the "
            + "likelihood has no such constant, and curvature 1 everywhere. That is a statement about the exact losses; what estimating the "
            + "likelihood costs is the next sections' subject."))
            .block(chart("Loss between noise and data, R = " + number(farthest), "theta", "loss", "θ along normalised models",
                "share of the loss at the start"))
            .block(chart("The way to the data, R = " + number(farthest), "log10_step", "log10_error", "log10 of steps",
                "log10 of |θ − R|")).block(table());
        for (PopulationDescent method : PopulationDescent.values()) {
            out = out.claim(claim(method, farthest));
        }
        return out.claim(Claim.above("", "the likelihood's landscape is better conditioned than NCE's: the ratio of condition numbers at R = "
            + number(farthest),
            at(PopulationDescent.NCE, farthest).number("condition") / at(PopulationDescent.LIKELIHOOD, farthest).number("condition"), null, 1,
            "condition, rows series=" + Landscape.SERIES));
    }

    private Claim claim(PopulationDescent method, double distance) {
        MetricRow row = at(method, distance);
        String evidence = "steps, rows series=" + Landscape.SERIES + ", method=" + method.title();
        String where = " within " + PopulationDescent.NEAR + " of R = " + number(distance);
        return switch (method) {
            case LIKELIHOOD -> Claim.below("", "the likelihood's gradient descent comes" + where + " in ⌈log2(10 R)⌉ steps", row.number("steps"),
                null,
                Math.ceil(Math.log(10 * distance) / Math.log(2)) + 0.5, evidence);
            case ENCE -> distance == 16 ? Claim.below("", "eNCE's normalised descent comes" + where + " in " + number(ENCE_STEPS)
                + " steps: relative difference",
                Math.abs(row.number("steps") / ENCE_STEPS - 1), null, 0.01, evidence)
                : Claim.notMeasured("", "eNCE's normalised descent to R = 16 takes " + number(ENCE_STEPS) + " steps", ENCE_STEPS,
                    "R = 16 was not asked for");
            case NCE -> Claim.below("", "NCE's gradient descent does not come" + where + " in " + config.patience() + " steps: arrived",
                row.number("arrived"), null, 0.5,
                "arrived, rows series=" + Landscape.SERIES + ", method=" + method.title());
        };
    }

    private MetricRow at(PopulationDescent method, double distance) {
        return rows.where("method", method.title()).where("distance", distance).rows().get(0);
    }

    private LineChart chart(String title, String x, String y, String xLabel, String yLabel) {
        LineChart chart = LineChart.of(title, xLabel, yLabel);
        for (PopulationDescent method : PopulationDescent.values()) {
            MetricTable line = curves.where("method", method.title()).having(x).having(y);
            chart = chart.line(method.title(), line.column(x), line.column(y));
        }
        return chart;
    }

    private Table table() {
        Table table = Table.of("R", "NCE: steps", "NCE: condition", "eNCE: steps", "eNCE: condition", "likelihood: steps", "likelihood: condition");
        for (double distance : config.distances()) {
            Object[] cells = new Object[7];
            cells[0] = number(distance);
            for (PopulationDescent method : PopulationDescent.values()) {
                MetricRow row = at(method, distance);
                cells[1 + 2 * method.ordinal()] = row.number("arrived") == 1 ? number(row.number("steps")) : "more than " + config.patience()
                    + " (θ " + three(row.number("theta")) + ")";
                cells[2 + 2 * method.ordinal()] = three(row.number("condition"));
            }
            table = table.row(cells);
        }
        return table.note("Steps until |θ − R| ≤ " + PopulationDescent.NEAR + " from the noise, and the condition number of the second derivatives at "
            + "the optimum.");
    }

    private static String number(double x) {
        return x == Math.rint(x) ? Long.toString((long) x) : Double.toString(x);
    }

    private static String three(double x) {
        return String.format(java.util.Locale.ROOT, Math.abs(x) >= 1000 ? "%.0f" : "%.3g", x);
    }
}
