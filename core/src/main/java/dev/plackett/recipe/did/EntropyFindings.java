package dev.plackett.recipe.did;

import dev.plackett.evaluate.Estimate;
import dev.plackett.evaluate.did.MatchedKl;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.SeedValues;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Block;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What R6's rows say. Runs of one network are averaged first, since networks are independent and data sets of one are not.
 *
 * @param rows a row per network, data set, method and step looked at
 */
record EntropyFindings(ToyConfig config, MetricTable rows, List<Long> seeds) {

    /** Where methods are compared at equal steps, to warn. */
    static final int EQUAL_STEP = 100;
    private static final List<String> SHOWN = List.of("did_entropy", "did_entropy_snis", "entropy", "overlap", "train_chosen", "held_out_chosen");

    Findings findings() {
        if (rows.rows().isEmpty()) {
            return Findings.none();
        }
        String at = String.format(Locale.ROOT, "interpolated to kl %s, means of data sets, rows series=%s", config.matchedKl(),
            EntropyAtEqualKl.SERIES);
        Findings out = Findings.none()
            .block(new Paragraph("Few pairs whose chosen responses the reference drew. DPO-PG takes out of every update what "
                + "would make the batch's chosen responses less likely; DPO + 0.1 NLL adds their likelihood to the loss. Methods "
                + "are compared where each has moved equally far from its reference, KL(policy, reference) = " + config.matchedKl()
                + "; low DID entropy H(q) means that the update lies on few responses."))
            .block(chart("did_entropy", "DID entropy against the distance moved", "H(q), nats", "kl")).block(chart("did_entropy",
                "The same against steps: do not compare so", "H(q), nats", "step")).block(table()).block(explored()).block(warning());
        for (EntropyMethod method : EntropyAtEqualKl.methods(config)) {
            if (method != EntropyMethod.DPO) {
                out = out.claim(difference(method, at));
            }
        }
        for (EntropyMethod method : EntropyAtEqualKl.methods(config)) {
            if (method != EntropyMethod.PROJECTED_UPDATE) {
                out = out.claim(chosen(method, at));
            }
        }
        double[] reversed = byNetwork(EntropyMethod.DPO, EntropyMethod.PROJECTED, this::atStep);
        return out.claim(Claim.below("did", "a warning: at equal steps the order is reversed, because DPO has moved further (ours)",
            mean(reversed), SeedValues.interval(Estimate.of(reversed)), 0,
            "did_entropy of DPO less DPO-PG at step " + EQUAL_STEP + ", means of data sets, rows series=" + EntropyAtEqualKl.SERIES));
    }

    private Claim difference(EntropyMethod method, String at) {
        double[] values = byNetwork(EntropyMethod.DPO, method, run -> matched(run, "did_entropy"));
        return Claim.above("did", "at equal KL the DID of DPO has a higher entropy than that of " + method.title() + reached(values), mean(values),
            SeedValues.interval(Estimate.of(values)), 0, "did_entropy of DPO less " + method.title() + ", " + at);
    }

    private Claim chosen(EntropyMethod method, String at) {
        double[] values = finite(seeds.stream().mapToDouble(s -> network(s, method, run -> matched(run, "train_chosen"))).toArray());
        String evidence = "train_chosen, method=" + method.title() + ", " + at;
        return method == EntropyMethod.DPO
            ? Claim.below("did", "DPO makes the training pairs' chosen responses less likely" + reached(values), mean(values),
                SeedValues.interval(Estimate.of(values)), 0, evidence)
            : Claim.above("did", method.title() + " makes the training pairs' chosen responses more likely" + reached(values), mean(values),
                SeedValues.interval(Estimate.of(values)), 0, evidence);
    }

    /** Differences of two methods, network by network; data sets on which either never gets that far are left out. */
    private double[] byNetwork(EntropyMethod one, EntropyMethod other, ToDoubleFunction<MetricTable> number) {
        return finite(seeds.stream().mapToDouble(seed -> mean(finite(IntStream.range(0, config.entropyData())
            .mapToDouble(d -> number.applyAsDouble(run(seed, d, one)) - number.applyAsDouble(run(seed, d, other))).toArray()))).toArray());
    }

    /** How many networks a number rests on, where some have not moved far enough for it. */
    private String reached(double[] values) {
        return values.length == seeds.size() ? "" : String.format(Locale.ROOT,
            "; on %d of %d networks, the others had not moved so far after %d steps", values.length, seeds.size(), config.entropySteps());
    }

    private double network(long seed, EntropyMethod method, ToDoubleFunction<MetricTable> number) {
        return mean(finite(IntStream.range(0, config.entropyData()).mapToDouble(d -> number.applyAsDouble(run(seed, d, method))).toArray()));
    }

    private double matched(MetricTable run, String field) {
        List<MatchedKl.Checkpoint> points = new ArrayList<>();
        for (MetricRow row : run.rows()) {
            points.add(new MatchedKl.Checkpoint(row.number("step"), row.number("kl"), Map.of("value", row.number(field))));
        }
        return new MatchedKl(points).at(config.matchedKl()).map(c -> c.metrics().get("value")).orElse(Double.NaN);
    }

    private double atStep(MetricTable run) {
        return run.where("step", EQUAL_STEP).last("did_entropy");
    }

    private MetricTable run(long seed, int data, EntropyMethod method) {
        return rows.where("seed", seed).where("data", data).where("method", method.title());
    }

    private Table table() {
        Table table = Table.of("method", "H(q)", "H_snis(32, policy)", "H(policy)", "overlap", "training chosen", "held-out chosen", "step", "runs");
        for (EntropyMethod method : EntropyAtEqualKl.methods(config)) {
            List<Object> cells = new ArrayList<>(List.of(method.title()));
            Stream.concat(SHOWN.stream(), Stream.of("step")).forEach(field -> cells.add(new SeedValues(runs(method, field)).cell(2)));
            cells.add((long) runs(method, "did_entropy").length);
            table = table.row(cells.toArray());
        }
        return table.note(String.format(Locale.ROOT, "At equal KL; mean and standard deviation over runs that got there. H(reference) is %.2f on "
            + "average. The prototype's: H(q) 5.78, 5.42, 5.32; H_snis 5.18, 4.94, 4.81; H(policy) 3.94, 3.58, 3.37; training chosen -.26, +.35, "
            + "+.62.", mean(seeds.stream().mapToDouble(s -> rows.where("seed", s).last("reference_entropy")).toArray())));
    }

    private double[] runs(EntropyMethod method, String field) {
        return finite(seeds.stream().flatMap(s -> IntStream.range(0, config.entropyData()).mapToObj(d -> matched(run(s, d, method), field)))
            .mapToDouble(v -> v).toArray());
    }

    /** H(π), which is no criterion: by sign and count. */
    private Block explored() {
        double[] projected = byNetwork(EntropyMethod.DPO, EntropyMethod.PROJECTED, run -> matched(run, "entropy"));
        double[] above = finite(seeds.stream().mapToDouble(s -> network(s, EntropyMethod.DPO, run -> matched(run, "entropy"))
            - rows.where("seed", s).last("reference_entropy")).toArray());
        return new Paragraph(String.format(Locale.ROOT, "H(policy) is higher for DPO than for DPO-PG on %d of %d networks (mean difference %+.2f). "
            + "DPO's own is above the reference's on %d of %d (mean %+.2f): \"DPO raises the entropy\" is reported as it falls and is no criterion.",
            positive(projected), projected.length, mean(projected), positive(above), above.length, mean(above)));
    }

    private Block warning() {
        double[] steps = byNetwork(EntropyMethod.DPO, EntropyMethod.PROJECTED, this::atStep);
        return new Paragraph(String.format(Locale.ROOT, "Warning: at step %d H(q) of DPO is below that of DPO-PG on %d of %d networks (mean "
            + "difference %+.2f), because DPO has moved further by then and any update lowers H(q). Methods compared at equal steps come out the "
            + "wrong way round.", EQUAL_STEP, steps.length - positive(steps), steps.length, mean(steps)));
    }

    private LineChart chart(String field, String title, String unit, String against) {
        LineChart chart = LineChart.of(title + " (network " + seeds.get(0) + ")", against.equals("kl") ? "KL(policy, reference)" : against, unit);
        for (EntropyMethod method : EntropyAtEqualKl.methods(config)) {
            MetricTable run = run(seeds.get(0), 0, method);
            chart = chart.line(method.title(), run.column(against), run.column(field));
        }
        return chart;
    }

    private static long positive(double[] values) {
        return Arrays.stream(values).filter(v -> v > 0).count();
    }

    private static double[] finite(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).toArray();
    }

    private static double mean(double[] values) {
        return Estimate.of(values).mean();
    }
}
