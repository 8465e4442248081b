package dev.plackett.recipe.did.real;

import dev.plackett.evaluate.Correlation;
import dev.plackett.evaluate.Estimate;
import dev.plackett.evaluate.did.MatchedKl;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What R10's rows say.
 *
 * @param config what was run
 * @param runs   its rows
 */
record RealFindings(RealConfig config, RealRuns runs) {

    /** Of DID entropy, by the names of metrics. */
    private static final Map<String, String> MEASURES = titles("did_entropy", "H_snis", "k_set_share", "K-set entropy", "token_did",
        "token-level DID entropy");
    private static final Map<String, String> POLICY = titles("did_entropy", "H_snis", "unreliable", "unreliable", "did_entropy_matched",
        "lengths matched", "k_set_share", "K-set", "token_did", "token-level", "token_overlap", "its overlap", "entropy_change", "H(policy)",
        "tokens", "tokens");
    private static final String POLICY_NOTE = "H_snis in nats, the share of prompts on which it is unreliable, and its mean over prompts on which "
        + "policy and reference answer equally long; K-set and token-level DID entropy as shares of the most possible, overlap index per token "
        + "(below 0: smooths); H(policy) less the reference's, nats; tokens of an answer.";
    private static final Map<String, String> OUTCOME = titles("win", "win rate over the reference", "knowledge", "definitions told apart",
        "train/chosen", "training chosen", "held_out/chosen", "held-out chosen", "line", "line", "excess", "held-out chosen - line", "step",
        "at step");
    private static final Map<String, String> LAW = titles("slope", "fitted beta", "r2", "R2", "slope_samples", "fitted beta, samples", "r2_samples",
        "R2, samples", "ordered", "log-margin ordered pairs", "accuracy", "held-out accuracy");

    Findings findings() {
        if (runs.empty()) {
            return Findings.none();
        }
        Findings out = Findings.none().block(new Paragraph(introduction()))
            .block(chart("did_entropy", "DID entropy by distance, " + label(), "nats")).block(chart("token_did", "Token-level DID entropy", "share"))
            .block(chart("win", "Win rate over the reference", "win rate")).block(chart("knowledge", "Definitions told from siblings'", "accuracy"))
            .block(chart("held_out/chosen", "Change of held-out chosen answers", "nats").threshold("no change", 0))
            .block(matched(POLICY).note("At equal KL" + over() + ". " + POLICY_NOTE.replace("H_snis", label())))
            .block(matched(OUTCOME).note("At equal KL" + over() + ". " + knowledge())).block(laws()).block(links())
            .block(new Paragraph(each(this::origin))).block(new Paragraph(projected())).block(new Paragraph(length()));
        for (String measure : List.of("did_entropy", "token_did")) {
            out = out.claim(claim(measure, "win", 1, "at equal KL methods of higher " + title(measure) + " win more often"))
                .claim(claim(measure, "knowledge", -1, "at equal KL methods of lower " + title(measure) + " tell more definitions apart"));
        }
        return out;
    }

    private String introduction() {
        return String.format(Locale.ROOT, "The model that ships answered %d prompts %d times; a ranker chose best and worst. Best and worst "
            + "of one set of candidates are no independent draws, so the label probabilities of the theory need not hold here. Open-ended "
            + "answering is measured as the win rate of samples over the reference's, by a ranker that chose no pair; knowledge as telling an "
            + "unseen word's definition from those of three siblings. Methods are compared, seed by seed, at the largest KL(policy, reference) "
            + "that all of them reached (%s), between measured steps by interpolation. %s is a score on samples, not DID entropy itself: "
            + "with answers of any length nearly all of it is the likelihood of one long answer, so the share of prompts whose weight lies "
            + "on few samples stands beside it, and K-set and token-level entropies, which are bounded.", config.prompts(), config.answers(),
            runs.seeds().stream().map(s -> String.format(Locale.ROOT, "%.2f", runs.matchedKl(s)))
                .collect(Collectors.joining(", ")), label());
    }

    private String label() {
        return "H_snis(" + config.samples() + ", policy)";
    }

    private String title(String measure) {
        return measure.equals("did_entropy") ? label() : MEASURES.get(measure);
    }

    /** Never decided by one seed. */
    private Claim claim(String measure, String outcome, int sign, String sentence) {
        Estimate e = Estimate.of(Arrays.stream(runs.correlations(measure, outcome)).filter(Double::isFinite).map(c -> sign * c).toArray());
        String evidence = "mean over seeds of " + (sign < 0 ? "minus " : "") + "the correlation of " + measure + " and " + outcome
            + " over the methods, interpolated to the KL that all reach, rows series=" + RealPairs.SERIES;
        if (e.n() < 2) {
            return new Claim("did", sentence + " (one seed decides nothing)", null, e.mean(), null, 0, evidence);
        }
        double[] interval = e.studentInterval();
        // Student's interval knows nothing of a correlation's range.
        return Claim.above("did", sentence, e.mean(), new Claim.Interval(Math.max(-1, interval[0]), Math.min(1, interval[1])), 0, evidence);
    }

    private Table matched(Map<String, String> columns) {
        Table table = headed("method", columns);
        for (RealMethod method : RealMethod.values()) {
            table = table.row(row(method.title(), columns.keySet().stream().map(c -> cell(runs.over(method, c), c.equals("step") ? 0 : 3))));
        }
        return table;
    }

    private String over() {
        int n = runs.seeds().size();
        return n == 1 ? ", one seed" : "; mean ± standard deviation over " + n + " seeds";
    }

    private String knowledge() {
        double right = Estimate.of(runs.seeds().stream().mapToDouble(s -> runs.reference(s).last("knowledge")).toArray()).mean();
        double error = Estimate.of(runs.seeds().stream().mapToDouble(s -> runs.reference(s).last("knowledge_se")).toArray()).mean();
        return String.format(Locale.ROOT, "The reference tells %.3f of the definitions from those of three siblings (standard error %.3f over "
            + "words); chance is a quarter. The line is -KL(reference, policy).", right, error);
    }

    private Table laws() {
        Table table = headed("method", LAW);
        for (RealMethod method : RealMethod.values()) {
            table = table.row(row(method.title(), LAW.keySet().stream()
                .map(c -> cell(runs.seeds().stream().mapToDouble(s -> runs.of(s, method).last(c)).toArray(), 3))));
        }
        return table.note("The power law after the last update: log of the model of the chosen over that of the rejected, both fine-tuned from "
            + "the reference, on log policy/reference, on held-out pairs and on samples of the reference. Ordered pairs: margin(rejected model) < "
            + "margin(reference) < margin(policy). DPO was trained at beta " + config.beta() + ".");
    }

    /** Three measures of DID entropy against two outcomes. */
    private Table links() {
        Table table = Table.of("correlation over methods of", "with the win rate", "with definitions told apart");
        for (Map.Entry<String, String> measure : MEASURES.entrySet()) {
            table = table.row(measure.getValue(), cell(runs.correlations(measure.getKey(), "win"), 2),
                cell(runs.correlations(measure.getKey(), "knowledge"), 2));
        }
        return table.note("Over the methods at equal KL. The paper's claim is a plus in the first column and a minus in the second. With so "
            + "few methods a correlation of one seed says next to nothing.");
    }

    private String origin(long seed) {
        MetricTable reference = runs.reference(seed);
        String verdict = reference.last("origin/off_policy") == 1 ? "are not the reference's own, so their likelihood need not fall"
            : "look like the reference's own";
        return String.format(Locale.ROOT, "Seed %d: the chosen answers %s (distance %.2f, p %.3f).", seed, verdict, reference.last("origin/distance"),
            reference.last("origin/p"));
    }

    private String projected() {
        return each(s -> String.format(Locale.ROOT, "Seed %d: %.0f of %d updates of DPO-PG were projected.", s,
            Arrays.stream(runs.projections(s)).sum(), runs.projections(s).length)) + " Where none was, every update of DPO made its own batch's "
            + "chosen answers more likely by itself; DPO-PG is then DPO, and is left out of the correlations.";
    }

    /** What the score on samples is made of. */
    private String length() {
        double[] entropy = runs.rows().column("did_entropy");
        return String.format(Locale.ROOT, "Over all %d measurements %s and the mean length of the policy's answers have a correlation of %.2f.",
            entropy.length, label(), Correlation.pearson(entropy, runs.rows().column("tokens")));
    }

    private String each(LongFunction<String> sentence) {
        return runs.seeds().stream().map(sentence::apply).collect(Collectors.joining(" "));
    }

    private LineChart chart(String metric, String title, String unit) {
        long seed = runs.seeds().get(0);
        LineChart chart = LineChart.of(title + " (seed " + seed + ")", "KL(policy, reference)", unit);
        for (RealMethod method : RealMethod.values()) {
            List<MatchedKl.Checkpoint> points = runs.run(seed, method).checkpoints();
            chart = chart.line(method.title(), points.stream().mapToDouble(MatchedKl.Checkpoint::kl).toArray(),
                points.stream().mapToDouble(c -> c.metrics().get(metric)).toArray());
        }
        return chart;
    }

    private static Table headed(String first, Map<String, String> columns) {
        return Table.of(Stream.concat(Stream.of(first), columns.values().stream()).toArray(String[]::new));
    }

    private static Object[] row(String first, Stream<Object> cells) {
        return Stream.concat(Stream.of(first), cells).toArray();
    }

    private static Object cell(double[] values, int digits) {
        Estimate e = Estimate.of(Arrays.stream(values).filter(Double::isFinite).toArray());
        return e.n() == 0 ? null : e.n() == 1 ? (Object) e.mean() : Table.plusMinus(e.mean(), e.standardError() * Math.sqrt(e.n()), digits);
    }

    /** Names of metrics and what tables call them, by turns. */
    private static Map<String, String> titles(String... both) {
        Map<String, String> out = new LinkedHashMap<>();
        for (int i = 0; i < both.length; i += 2) {
            out.put(both[i], both[i + 1]);
        }
        return out;
    }
}
