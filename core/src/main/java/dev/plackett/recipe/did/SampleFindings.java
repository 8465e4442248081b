package dev.plackett.recipe.did;

import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.SeedValues;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.List;
import java.util.Locale;

/**
 * What R2's rows say.
 *
 * @param config what was asked for
 * @param rows   one per seed, power and number of pairs
 */
record SampleFindings(DidConfig.Tabular config, MetricTable rows) {

    Findings findings() {
        double first = config.betas().get(0);
        int few = config.pairs().get(0);
        int many = config.pairs().get(config.pairs().size() - 1);
        Findings out = Findings.none()
            .block(new Paragraph("DPO on a sample of pairs. Few pairs leave responses that never lost or never won: the optimum is then infinite, "
                + "and training to the end can be worse than not training. Stopping where held-out pairs are fitted best costs a fifth of them."))
            .block(chart("To the end", "js")).block(chart("Stopped on held-out pairs", "js_stopped")).block(table());
        for (double beta : config.betas()) {
            out = out.claim(falling(beta));
        }
        out = out.claim(at(first, many, "js").below("with " + many + " pairs DPO comes near the target at beta " + first
            + "; the prototype's JS with a million was .0005", 0.005, evidence("js", first, many)))
            .claim(at(first, few, "js").minus(at(first, few, "js_start")).above("trained to the end on " + few
                + " pairs DPO is farther from the target than without training", 0, evidence("js - js_start", first, few)))
            .claim(at(first, few, "js_stopped").minus(at(first, few, "js")).below("stopping on held-out pairs helps with " + few + " pairs (ours)", 0,
                evidence("js_stopped - js", first, few)))
            .claim(at(first, few, "js_stopped").minus(at(first, few, "js_start")).below("stopped on held-out pairs DPO comes nearer the target than "
                + "without training, with " + few + " pairs (ours)", 0, evidence("js_stopped - js_start", first, few)));
        double least = config.betas().stream().mapToDouble(b -> b).min().orElseThrow();
        String smaller = "a smaller beta needs more pairs";
        return out.claim(least < first ? at(least, many, "js").minus(at(first, many, "js")).above(smaller + ": JS at beta " + least
            + " less JS at beta " + first, 0, evidence("js", least, many)) : Claim.notMeasured("did", smaller, 0, "one beta"));
    }

    private Claim falling(double beta) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < config.pairs().size(); i++) {
            largest = Math.max(largest, at(beta, config.pairs().get(i), "js").mean() - at(beta, config.pairs().get(i - 1), "js").mean());
        }
        return Claim.below("did", "mean JS falls with every larger sample at beta " + beta, config.pairs().size() < 2 ? Double.NaN : largest, null, 0,
            "largest difference of mean js between neighbouring numbers of pairs, rows series=did/samples, beta=" + beta);
    }

    private static String evidence(String what, double beta, int pairs) {
        return String.format(Locale.ROOT, "%s, rows series=did/samples, beta=%s, pairs=%d", what, beta, pairs);
    }

    private SeedValues at(double beta, int pairs, String field) {
        return SeedValues.of(rows.where("beta", beta).where("pairs", pairs), field);
    }

    private LineChart chart(String title, String field) {
        LineChart chart = LineChart.of(title, "log10 of pairs", "mean JS to the target");
        double[] x = config.pairs().stream().mapToDouble(Math::log10).toArray();
        for (double beta : config.betas()) {
            chart = chart.line("beta " + beta, x, config.pairs().stream().mapToDouble(n -> at(beta, n, field).mean()).toArray());
        }
        return chart.threshold("reference", SeedValues.of(rows, "js_start").mean());
    }

    private Table table() {
        Table table = Table.of("beta", "pairs", "JS at the end", "JS stopped early", "stopped at step",
            "share of seeds with a finite optimum", "prototype");
        List<Double> prototype = List.of(.35, .13, .003, .0005);
        for (double beta : config.betas()) {
            for (int n : config.pairs()) {
                int power = (int) Math.round(Math.log10(n)) - 3;
                boolean known = beta == 1 && n == Math.pow(10, power + 3) && power >= 0 && power < prototype.size();
                table = table.row(beta, n, at(beta, n, "js").cell(4), at(beta, n, "js_stopped").cell(4), at(beta, n, "stopped_at").mean(),
                    SeedValues.of(rows.where("beta", beta).where("pairs", n), "optimum_exists").mean(), known ? prototype.get(power) : null);
            }
        }
        return table.note("Mean ± standard deviation over seeds. The prototype's numbers are other seeds' in another implementation.");
    }
}
