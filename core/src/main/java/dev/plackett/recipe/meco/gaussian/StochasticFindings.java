package dev.plackett.recipe.meco.gaussian;

import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What G2's rows say. A diverged run has no error in them: a number that is not finite is absent. */
record StochasticFindings(GaussianConfig config, MetricTable rows, MetricTable curves) {

    private static final Normal WIDE = StochasticRuns.NOISES.get(0);
    private static final Normal FAR = StochasticRuns.NOISES.get(3);
    private static final double GENTLE = 0.03;

    Findings findings() {
        Findings out = Findings.none().block(new Paragraph("Data N(16, 1), from θ = 0, 128 data and 128 noise rows a step, plain gradient descent. "
            + "‘Natural’ is θx − x²/2, where the normalising constant moves with θ; ‘shift form’ is −(x − θ)²/2, where it does not. NCE is slow in "
            + "the natural form because its learnt constant must keep up with the mean; in shift form it is as fast as the others. MECO in the "
            + "natural form diverges at these step sizes, since its moving average cannot follow; centring cures that, after a delay in which the "
            + "average falls."));
        for (Normal noise : StochasticRuns.NOISES) {
            out = out.block(chart(noise));
        }
        out = out.block(table());
        int look = Math.min(StochasticRuns.LOOK, config.steps());
        out = out.claim(near(StochasticMethod.MECO_SHIFT, look)).claim(near(StochasticMethod.MECO_CENTRED, look));
        double[] nce = errors(WIDE, StochasticMethod.NCE_NATURAL);
        return out.claim(Claim.above("", "with noise " + WIDE.title() + " NCE in the natural form is farther than 1 after " + config.steps()
            + " steps at every step size: least error", Arrays.stream(nce).min().orElseThrow(), null, 1, evidence(WIDE, StochasticMethod.NCE_NATURAL,
            "least rmse_end over rates")))
            .claim(Claim.below("", "in shift form NCE arrives under the same noise, so the gap is the coupling of mean and constant: error at the "
                + "best step size",
                Arrays.stream(errors(WIDE, StochasticMethod.NCE_SHIFT)).min().orElseThrow(), null, 0.25,
                evidence(WIDE, StochasticMethod.NCE_SHIFT, "least rmse_end over rates")))
            .claim(Claim.above("", "MECO in the natural form diverges at every step size tried under noise " + WIDE.title() + ": least error",
                Arrays.stream(errors(WIDE, StochasticMethod.MECO_NATURAL)).min().orElseThrow(), null, 1,
                evidence(WIDE, StochasticMethod.MECO_NATURAL, "least rmse_end over rates, infinite where absent")))
            .claim(Claim.above("", "under noise " + FAR.title() + ", which never meets the data, no method that estimates Z from it arrives: least "
                + "error after " + config.steps()
                + " steps", List.of(StochasticMethod.MECO_NATURAL, StochasticMethod.MECO_SHIFT, StochasticMethod.MECO_CENTRED,
                    StochasticMethod.SNIS).stream()
                .flatMapToDouble(m -> Arrays.stream(errors(FAR, m))).min().orElseThrow(), null, 1,
                "least rmse_end over methods and rates, rows series=" + StochasticRuns.SERIES + ", noise=" + FAR.title()));
    }

    private Claim near(StochasticMethod method, int look) {
        MetricRow row = of(WIDE, method).where("rate", GENTLE).rows().get(0);
        return Claim.below("", "with noise " + WIDE.title() + " " + method.title() + " is within .06 of the mean by step " + look + " at step size "
            + GENTLE,
            finite(row.number("rmse")), null, 0.06, evidence(WIDE, method, "rmse") + ", rate=" + GENTLE);
    }

    private double[] errors(Normal noise, StochasticMethod method) {
        return Arrays.stream(of(noise, method).column("rmse_end")).map(StochasticFindings::finite).toArray();
    }

    private static double finite(double error) {
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }

    private MetricTable of(Normal noise, StochasticMethod method) {
        return rows.where("noise", noise.title()).where("method", method.title());
    }

    private static String evidence(Normal noise, StochasticMethod method, String what) {
        return what + ", rows series=" + StochasticRuns.SERIES + ", noise=" + noise.title() + ", method=" + method.title();
    }

    private LineChart chart(Normal noise) {
        LineChart chart = LineChart.of("Noise " + noise.title(), "log10 of steps", "log10 of the error of θ");
        for (StochasticMethod method : StochasticMethod.values()) {
            double rate = method.rates().stream().min((a, b) -> Double.compare(error(noise, method, a), error(noise, method, b))).orElseThrow();
            MetricTable line = curves.where("noise", noise.title()).where("method", method.title()).where("rate", rate);
            chart = chart.line(method.title() + ", η " + rate, line.column("log10_step"), line.column("log10_rmse"));
        }
        return chart;
    }

    private double error(Normal noise, StochasticMethod method, double rate) {
        return finite(of(noise, method).where("rate", rate).rows().get(0).number("rmse_end"));
    }

    private Table table() {
        Table table = Table.of("noise", "samples per effective one (ρ)", "method", "step size", "first within .25", "error after " + config.steps()
            + " steps", "runs diverged");
        for (Normal noise : StochasticRuns.NOISES) {
            for (StochasticMethod method : StochasticMethod.values()) {
                for (double rate : method.rates()) {
                    MetricRow row = of(noise, method).where("rate", rate).rows().get(0);
                    table = table.row(noise.title(), String.format(Locale.ROOT, "%.3g", noise.rho(StochasticRuns.TARGET)), method.title(), rate,
                        row.number("arrival") < 0 ? "never" : String.format(Locale.ROOT, "%.0f", row.number("arrival")),
                        row.has("rmse_end") ? String.format(Locale.ROOT, "%.3g", row.number("rmse_end")) : "diverged", String.format(Locale.ROOT,
                            "%.0f of %.0f",
                            row.number("diverged"), row.number("runs")));
                }
            }
        }
        return table.note("Root mean square over " + config.runs() + " repetitions. The lines of the pictures are each method's better step size.");
    }
}
