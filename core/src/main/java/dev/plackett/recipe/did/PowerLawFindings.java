package dev.plackett.recipe.did;

import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.SeedValues;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Scatter;
import dev.plackett.report.html.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What R4's rows say.
 *
 * @param config what was trained
 * @param rows   one per seed and method
 * @param points one per response and method, of the first seed
 */
record PowerLawFindings(DidConfig.Tabular config, MetricTable rows, MetricTable points) {

    private static final List<String> SHOWN = List.of(Method.DPO, "IPO, tau 0.1", Method.SIMPO, "CPO", "hinge");

    Findings findings() {
        Findings out = Findings.none().block(new Paragraph("Of every response: log reference over rejected policy, against log trained policy over "
            + "reference, centred. Data that encode the difference to a policy lie on a line whose slope is beta. Weighted by the reference."))
            .block(scatter()).block(table());
        for (Claim claim : claims()) {
            out = out.claim(claim);
        }
        return out;
    }

    private List<Claim> claims() {
        double beta = config.beta();
        String where = ", rows series=did/power-law, method=";
        List<Method> others = Method.all(config).stream().filter(m -> m.family() != Method.Family.PROPER && m.family() != Method.Family.OWN)
            .filter(m -> !rows.where("method", m.name()).having("slope").rows().isEmpty()).toList();
        Method next = others.stream().min(Comparator.comparingDouble(m -> off(m.name(), beta).least())).orElseThrow();
        double leastGap = others.stream().mapToDouble(m -> off(m.name(), beta).minus(off(Method.DPO, beta)).least()).min().orElseThrow();
        double wrongBeta = Math.max(off(Method.HALF, beta / 2).largest(), off(Method.DOUBLE, 2 * beta).largest());
        double wrongR2 = Math.min(of(Method.HALF, "r2").least(), of(Method.DOUBLE, "r2").least());
        return List.of(
            Claim.below("did", "DPO's slope is beta to 1 % on every seed; the prototype's was 1.0001", off(Method.DPO, beta).largest() / beta, null,
                0.01, "largest |slope/beta - 1|" + where + Method.DPO),
            Claim.above("did", "DPO's fit has R2 above .999 on every seed", of(Method.DPO, "r2").least(), null, 0.999,
                "least r2" + where + Method.DPO),
            Claim.below("did", String.format(Locale.ROOT, "log-margins follow the power law under DPO: median deviation over all pairs, "
                + "on every seed; the worst pair deviates by %.2g, the prototype's by .10", of(Method.DPO, "deviation_worst").largest()),
                of(Method.DPO, "deviation").largest(), null, 1e-3, "largest deviation" + where + Method.DPO),
            Claim.above("did", "DPO's slope is nearer to beta than that of every objective without its optimum, on every seed; nearest is "
                + next.name(), leastGap, null, 0, "least |slope - beta| less DPO's" + where + "all but DPO, exponential, Brier"),
            Claim.below("did", "DPO with a wrong beta shows that beta as its slope, to 1 %", wrongBeta / beta, null, 0.01,
                "largest |slope/beta_train - 1|" + where + Method.HALF + " and " + Method.DOUBLE),
            Claim.above("did", "and R2 does not tell it from the right one: it is above .999 too", wrongR2, null, 0.999,
                "least r2" + where + Method.HALF + " and " + Method.DOUBLE),
            Claim.below("did", "the share of pairs ordered as rejected < reference < policy is under DPO what it is under the target",
                of(Method.DPO, "ordered").minus(of(PowerLaws.TARGET, "ordered")).largest(), null, 0.005,
                "largest difference of ordered to method=target" + where + Method.DPO));
    }

    private SeedValues of(String method, String field) {
        return SeedValues.of(rows.where("method", method), field);
    }

    /** |slope − β|. */
    private SeedValues off(String method, double beta) {
        return new SeedValues(Arrays.stream(of(method, "slope").values()).map(s -> Math.abs(s - beta)).toArray());
    }

    private Scatter scatter() {
        Scatter scatter = Scatter.of("First seed", "log policy over reference", "log reference over rejected").line("slope beta", config.beta(), 0);
        for (String method : SHOWN) {
            MetricTable mine = points.where("method", method);
            scatter = scatter.points(method, mine.column("x"), mine.column("y"));
        }
        return scatter;
    }

    private Table table() {
        Table table = Table.of("policy", "slope", "R2, least over seeds", "pairs ordered rejected < reference < policy",
            "median deviation of margins");
        for (String method : rows.labels("method")) {
            table = table.row(method, of(method, "slope").cell(4), of(method, "r2").least(), of(method, "ordered").mean(),
                of(method, "deviation").mean());
        }
        return table.note("Means over seeds, ± standard deviation. The target's row is what the data were built for; a policy that stayed at "
            + "the reference has no slope.");
    }
}
