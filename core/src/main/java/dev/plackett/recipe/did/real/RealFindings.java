package dev.plackett.recipe.did.real;

import dev.plackett.evaluate.Correlation;
import dev.plackett.evaluate.Estimate;
import dev.plackett.evaluate.did.MatchedKl;
import dev.plackett.recipe.did.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What R10's rows say.
 *
 * @param config what was run
 * @param rows   a row per seed, method and measured step; the reference's own at step 0
 * @param steps  a row per seed, method and update
 */
record RealFindings(RealConfig config, MetricTable rows, MetricTable steps, List<Long> seeds) {

    private static final List<String> METRICS = List.of("did_entropy", "did_entropy_matched", "k_set_share", "token_did", "token_overlap", "entropy_change", "reverse_kl", "tokens", "win",
        "knowledge", "definition", "train/chosen", "held_out/chosen", "held_out/rejected", "line", "excess", "accuracy", "unreliable");
    private static final Map<String, String> MEASURES = measures();

    Findings findings() {
        if (rows.rows().isEmpty()) {
            return Findings.none();
        }
        Findings out = Findings.none().block(new Paragraph(introduction())).block(chart("did_entropy", "DID entropy by distance, " + label(), "nats"))
            .block(chart("win", "Win rate over the reference", "win rate")).block(chart("knowledge", "Definitions told from siblings'", "accuracy"))
            .block(chart("held_out/chosen", "Change of held-out chosen answers", "nats").threshold("no change", 0)).block(table()).block(laws()).block(links())
            .block(new Paragraph(origin())).block(new Paragraph(projected())).block(new Paragraph(length()));
        return out.claim(claim("win", 1, "at equal KL the methods whose DID entropy is higher win more often"))
            .claim(claim("knowledge", -1, "at equal KL the methods whose DID entropy is lower tell more definitions from their siblings"));
    }

    private String introduction() {
        return String.format(Locale.ROOT, "The model that ships answered %d prompts %d times; a ranker chose best and worst. Best and worst of one set of candidates are "
            + "no independent draws, so the label probabilities of the theory need not hold here. Methods are compared, seed by seed, at the largest KL(policy, "
            + "reference) that all of them reached (%s), between measured steps by interpolation. %s is a score on samples, not DID entropy itself: with answers of "
            + "any length nearly all of it is the likelihood of one long answer, so the share of prompts whose weight lies on few samples stands beside it, and K-set and "
            + "token-level entropies, which are bounded.",
            config.prompts(), config.answers(), seeds.stream().map(s -> String.format(Locale.ROOT, "%.2f", matchedKl(s))).reduce((a, b) -> a + ", " + b).orElse(""),
            label());
    }

    private String label() {
        return "H_snis(" + config.samples() + ", policy)";
    }

    /** The reference, then the method step by step. */
    private MatchedKl run(long seed, RealMethod method) {
        return new MatchedKl(Stream.concat(of(seed, "reference").rows().stream(), of(seed, method.title()).rows().stream()).map(row -> new MatchedKl.Checkpoint(
            row.number("step"), row.text("method").equals("reference") ? 0 : row.number("kl"), metrics(row))).toList());
    }

    private MetricTable of(long seed, String method) {
        return rows.where("seed", seed).where("method", method);
    }

    private double matchedKl(long seed) {
        return MatchedKl.reachedByAll(Arrays.stream(RealMethod.values()).map(m -> run(seed, m)).toList());
    }

    private double at(long seed, RealMethod method, String metric) {
        return run(seed, method).at(matchedKl(seed)).map(c -> metric.equals("step") ? c.step() : c.metrics().get(metric)).orElse(Double.NaN);
    }

    private double[] over(RealMethod method, String metric) {
        return seeds.stream().mapToDouble(s -> at(s, method, metric)).toArray();
    }

    /** Methods that differ: without a single projection DPO-PG is DPO. */
    private List<RealMethod> compared(long seed) {
        return Arrays.stream(RealMethod.values()).filter(m -> m != RealMethod.PROJECTED || projections(seed).stream().anyMatch(p -> p > 0)).toList();
    }

    private List<Double> projections(long seed) {
        return Arrays.stream(steps.where("seed", seed).where("method", RealMethod.PROJECTED.title()).column("projection/applied")).boxed().toList();
    }

    /** The correlation over methods, seed by seed. */
    private double[] correlations(String measure, String outcome) {
        return seeds.stream().mapToDouble(s -> Correlation.pearson(compared(s).stream().mapToDouble(m -> at(s, m, measure)).toArray(),
            compared(s).stream().mapToDouble(m -> at(s, m, outcome)).toArray())).toArray();
    }

    /** Never decided by one seed. */
    private Claim claim(String outcome, int sign, String sentence) {
        Estimate e = Estimate.of(Arrays.stream(correlations("did_entropy", outcome)).filter(Double::isFinite).map(c -> sign * c).toArray());
        String evidence = "mean over seeds of " + (sign < 0 ? "minus " : "") + "the correlation of did_entropy and " + outcome
            + " over the methods, interpolated to the KL that all reach, rows series=" + RealPairs.SERIES;
        if (e.n() < 2) {
            return new Claim("did", sentence + " (one seed decides nothing)", null, e.mean(), null, 0, evidence);
        }
        double[] interval = e.studentInterval();
        return Claim.above("did", sentence, e.mean(), new Claim.Interval(interval[0], interval[1]), 0, evidence);
    }

    private Table table() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("did_entropy", label());
        columns.put("did_entropy_matched", "the same, lengths matched");
        columns.put("unreliable", "unreliable prompts");
        columns.put("k_set_share", "K-set, share of log K");
        columns.put("token_did", "token-level, share");
        columns.put("token_overlap", "token-level overlap");
        columns.put("entropy_change", "H(policy) less H(reference)");
        columns.put("tokens", "tokens");
        columns.put("win", "win rate");
        columns.put("knowledge", "definitions told apart");
        columns.put("train/chosen", "training chosen");
        columns.put("held_out/chosen", "held-out chosen");
        columns.put("line", "line");
        columns.put("excess", "excess");
        columns.put("step", "at step");
        Table table = Table.of(Stream.concat(Stream.of("method"), columns.values().stream()).toArray(String[]::new));
        for (RealMethod method : RealMethod.values()) {
            table = table.row(Stream.concat(Stream.of(method.title()), columns.keySet().stream().map(c -> cell(over(method, c), c.equals("step") ? 0 : 3)))
                .toArray());
        }
        double[] wrong = seeds.stream().mapToDouble(s -> of(s, "reference").last("knowledge")).toArray();
        double[] errors = seeds.stream().mapToDouble(s -> of(s, "reference").last("knowledge_se")).toArray();
        return table.note(String.format(Locale.ROOT, "At equal KL; mean over %d seed%s%s. The reference tells %.3f of the definitions apart (standard error %.3f over words); "
            + "chance is a quarter. The line is -KL(reference, policy); excess is what held-out chosen answers lie away from it.", seeds.size(),
            seeds.size() == 1 ? "" : "s", seeds.size() == 1 ? "" : " and standard deviation between them", Estimate.of(wrong).mean(), Estimate.of(errors).mean()));
    }

    private Table laws() {
        Table table = Table.of("method", "fitted beta", "R2", "fitted beta, samples", "R2, samples", "log-margin ordered pairs", "held-out accuracy");
        for (RealMethod method : RealMethod.values()) {
            table = table.row(Stream.concat(Stream.of(method.title()), Stream.of("slope", "r2", "slope_samples", "r2_samples", "ordered", "accuracy")
                .map(c -> cell(seeds.stream().mapToDouble(s -> of(s, method.title()).last(c)).toArray(), 3))).toArray());
        }
        return table.note("The power law after the last update: log of the model of the chosen over that of the rejected, both fine-tuned from the reference, on log "
            + "policy/reference, on held-out pairs and on samples of the reference. Ordered pairs: margin(rejected model) < margin(reference) < margin(policy). DPO was "
            + "trained at beta " + config.beta() + ".");
    }

    /** Three measures of DID entropy against two outcomes. */
    private Table links() {
        Table table = Table.of("correlation over methods", "with the win rate", "with definitions told apart");
        for (Map.Entry<String, String> measure : MEASURES.entrySet()) {
            table = table.row(measure.getValue(), cell(correlations(measure.getKey(), "win"), 2), cell(correlations(measure.getKey(), "knowledge"), 2));
        }
        return table.note("Over the methods at equal KL. The paper's claim is a plus in the first column and a minus in the second. With so "
            + "few methods a correlation of one seed says next to nothing.");
    }

    private String origin() {
        return seeds.stream().map(s -> {
            MetricTable reference = of(s, "reference");
            return String.format(Locale.ROOT, "Seed %d: the chosen answers %s (distance %.2f, p %.3f).", s, reference.last("origin/off_policy") == 1
                ? "are not the reference's own, so their likelihood need not fall" : "look like the reference's own", reference.last("origin/distance"),
                reference.last("origin/p"));
        }).reduce((a, b) -> a + " " + b).orElse("");
    }

    private String projected() {
        return seeds.stream().map(s -> String.format(Locale.ROOT, "Seed %d: %.0f of %d updates of DPO-PG were projected.", s, projections(s).stream().mapToDouble(p -> p)
            .sum(), projections(s).size())).reduce((a, b) -> a + " " + b).orElse("") + " Where none was, every update of DPO made its own batch's chosen answers more "
            + "likely by itself; DPO-PG is then DPO, and is left out of the correlations.";
    }

    /** What the score on samples is made of. */
    private String length() {
        double[] entropy = rows.column("did_entropy");
        double[] tokens = rows.column("tokens");
        return String.format(Locale.ROOT, "Over all %d measurements %s and the mean length of the policy's answers have a correlation of %.2f.", entropy.length, label(),
            Correlation.pearson(entropy, tokens));
    }

    private LineChart chart(String metric, String title, String unit) {
        long seed = seeds.get(0);
        LineChart chart = LineChart.of(title + " (seed " + seed + ")", "KL(policy, reference)", unit);
        for (RealMethod method : RealMethod.values()) {
            List<MatchedKl.Checkpoint> points = new ArrayList<>(run(seed, method).checkpoints());
            chart = chart.line(method.title(), points.stream().mapToDouble(MatchedKl.Checkpoint::kl).toArray(), points.stream().mapToDouble(c -> c.metrics().get(metric))
                .toArray());
        }
        return chart;
    }

    private static Map<String, Double> metrics(MetricRow row) {
        Map<String, Double> out = new LinkedHashMap<>();
        METRICS.forEach(name -> out.put(name, row.number(name)));
        return out;
    }

    private static Object cell(double[] values, int digits) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        Estimate e = Estimate.of(finite);
        return finite.length == 0 ? null : finite.length == 1 ? (Object) e.mean()
            : Table.plusMinus(e.mean(), e.standardError() * Math.sqrt(e.n()), digits);
    }

    private static Map<String, String> measures() {
        Map<String, String> out = new LinkedHashMap<>();
        out.put("did_entropy", "H_snis");
        out.put("k_set_share", "K-set entropy");
        out.put("token_did", "token-level DID entropy");
        return out;
    }
}
