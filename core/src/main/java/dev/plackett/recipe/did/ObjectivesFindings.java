package dev.plackett.recipe.did;

import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.SeedValues;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What R1's rows say.
 *
 * @param methods what was trained, DPO first
 * @param ends    a row per seed and method
 * @param curves  a row per seed, method and step looked at
 */
record ObjectivesFindings(List<Method> methods, MetricTable ends, MetricTable curves) {

    private static final double FACTOR = 20;
    /** Below this a divergence is rounding; log charts end there. */
    private static final double FLOOR = 1e-8;

    Findings findings() {
        Findings out = Findings.none().block(new Paragraph("Chosen responses come from the reference, rejected ones from the closed form; all pairs, "
            + "exactly. Jensen-Shannon divergence to the target, over seeds; the prototype's numbers are other seeds' in another implementation."));
        for (Method.Family family : Method.Family.values()) {
            if (methods.stream().anyMatch(m -> m.family() == family)) {
                out = out.block(chart(family));
            }
        }
        out = out.block(table());
        for (Claim claim : claims()) {
            out = out.claim(claim);
        }
        return out;
    }

    private List<Claim> claims() {
        SeedValues dpo = js(Method.DPO);
        MetricRow closest = ends.rows().stream().filter(r -> family(r) != Method.Family.PROPER && family(r) != Method.Family.OWN)
            .min(Comparator.comparingDouble(this::timesDpo)).orElseThrow();
        MetricRow reward = ends.rows().stream().filter(r -> family(r) == Method.Family.OTHER_REWARD).min(Comparator.comparingDouble(this::timesDpo))
            .orElseThrow();
        SeedValues simpo = js(Method.SIMPO).minus(SeedValues.of(of(Method.SIMPO), "js_did"));
        double gap = ends.rows().stream().filter(r -> family(r) == Method.Family.OTHER_REWARD)
            .mapToDouble(r -> r.number("loss") - r.number("loss_optimum")).max().orElseThrow();
        String where = "rows series=did/objectives";
        return List.of(
            dpo.below("DPO reaches the target; the prototype's JS was 2e-5", 5e-4, "js, " + where + ", method=DPO"),
            Claim.above("did", "every objective without DPO's optimum stays at least 20 times as far away, on every seed; closest is "
                + closest.text("method") + " on seed " + closest.text("seed"), timesDpo(closest), null, FACTOR,
                "least js over DPO's of the seed (at least " + FLOOR + "), " + where),
            Claim.below("did", "control: the exponential loss reaches the target on every seed", js(Method.EXPONENTIAL).largest(), null, 1e-4,
                "largest js, " + where + ", method=exponential"),
            Claim.below("did", "control: the Brier score comes near it on every seed; it is slow on near-certain pairs", js(Method.BRIER).largest(),
                null, 5e-2, "largest js, " + where + ", method=Brier"),
            js(Method.BRIER).below("control: the Brier score comes near it on average; the prototype's mean was 2.5e-3", 1e-2,
                "js, " + where + ", method=Brier"),
            Claim.above("did", "SimPO without a margin ends closer to the DID than to the target, on every seed", simpo.least(), null, 0,
                "least js - js_did, " + where + ", method=" + Method.SIMPO),
            Claim.above("did", "only the log-ratio is a reward that ends there: other divergences' scores stay 20 times as far away; closest is "
                + reward.text("method") + " on seed " + reward.text("seed"), timesDpo(reward), null, FACTOR,
                "least js over DPO's of the seed, " + where),
            Claim.below("did", "they fit the pairs as well: the loss of another divergence's score is the optimum's to 1e-3 (ours)", gap, null, 1e-3,
                "largest loss - loss_optimum, " + where),
            prototype(where));
    }

    /** Where this and the prototype disagree most; objectives that end at the target are left out, whose rest is the optimiser's. */
    private Claim prototype(String where) {
        Method worst = methods.stream().filter(m -> m.family() != Method.Family.PROPER && !Double.isNaN(m.prototype()))
            .max(Comparator.comparingDouble(this::disagreement)).orElseThrow();
        return Claim.below("did", String.format(Locale.ROOT, "mean JS is within a factor 2 of the prototype's for every objective that "
            + "ends elsewhere; farthest is %s, %.3f here and %.3f there (ours)", worst.name(), js(worst.name()).mean(), worst.prototype()),
            disagreement(worst), null, 2, "largest ratio of mean js either way, " + where);
    }

    private double disagreement(Method method) {
        double ratio = js(method.name()).mean() / method.prototype();
        return Math.max(ratio, 1 / ratio);
    }

    private double timesDpo(MetricRow row) {
        return row.number("js") / Math.max(FLOOR, of(Method.DPO).where("seed", row.number("seed")).last("js"));
    }

    private Method.Family family(MetricRow row) {
        return methods.stream().filter(m -> m.name().equals(row.text("method"))).findFirst().orElseThrow().family();
    }

    private MetricTable of(String method) {
        return ends.where("method", method);
    }

    private SeedValues js(String method) {
        return SeedValues.of(of(method), "js");
    }

    private Table table() {
        Table table = Table.of("objective", "JS to the target", "JS to the DID", "largest over seeds", "prototype");
        for (Method m : methods) {
            table = table.row(m.name(), js(m.name()).mean(), SeedValues.of(of(m.name()), "js_did").mean(), js(m.name()).largest(),
                Double.isNaN(m.prototype()) ? null : (Object) m.prototype());
        }
        return table.note(String.format(Locale.ROOT, "Means over %d seeds; the reference itself has %.4f.", js(Method.DPO).values().length,
            SeedValues.of(of(Method.DPO), "js_start").mean()));
    }

    private LineChart chart(Method.Family family) {
        LineChart chart = LineChart.of(family.title(), "step", "log10 of mean JS to the target");
        for (Method m : methods) {
            if (m.family() == family || m == methods.get(0)) {
                MetricTable rows = curves.where("method", m.name());
                double[] steps = Arrays.stream(rows.column("step")).distinct().toArray();
                chart = chart.line(m.name(), steps, Arrays.stream(steps)
                    .map(s -> Math.log10(Math.max(FLOOR, SeedValues.of(rows.where("step", s), "js").mean()))).toArray());
            }
        }
        return chart;
    }
}
