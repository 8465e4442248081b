package dev.plackett.recipe.diagnose;

import dev.plackett.evaluate.did.Ches;
import dev.plackett.evaluate.did.DisplacementPanel;
import dev.plackett.evaluate.did.EntropyEstimate;
import dev.plackett.evaluate.did.EntropyPanel;
import dev.plackett.evaluate.did.Forecast;
import dev.plackett.evaluate.did.Mean;
import dev.plackett.evaluate.did.PowerLawPanel;
import dev.plackett.evaluate.did.PromptSamples;
import dev.plackett.evaluate.did.SampleSet;
import dev.plackett.evaluate.did.Scored;
import dev.plackett.evaluate.did.ScoredPair;
import dev.plackett.report.html.Histogram;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Report;
import dev.plackett.report.html.Samples;
import dev.plackett.report.html.Scatter;
import dev.plackett.report.html.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A diagnosis as a page: what to know and to do first, then each panel with its pictures. */
final class DiagnosisReport {

    private static final int SHOWN = 4;
    private static final List<Narrative.Topic> PAGE = List.of(Narrative.Topic.VERDICT, Narrative.Topic.ADVICE, Narrative.Topic.CHANGE,
        Narrative.Topic.ORIGIN, Narrative.Topic.ENTROPY, Narrative.Topic.LAW, Narrative.Topic.FORECAST, Narrative.Topic.CHECKPOINTS,
        Narrative.Topic.PAIRS, Narrative.Topic.CAUTIONS);

    private final Diagnosis d;

    private DiagnosisReport(Diagnosis diagnosis) {
        this.d = diagnosis;
    }

    static Report of(Diagnosis diagnosis, String command) {
        DiagnosisReport page = new DiagnosisReport(diagnosis);
        String models = diagnosis.request().policy().map(p -> p + " against " + diagnosis.request().reference())
            .orElse("before training " + diagnosis.request().reference());
        Report report = Report.titled("What these preferences teach", models);
        for (Narrative.Topic topic : PAGE) {
            List<String> sentences = Narrative.of(diagnosis, topic);
            if (sentences.isEmpty()) {
                continue;
            }
            report = report.section(topic.title());
            for (String sentence : sentences) {
                report = report.text(sentence);
            }
            report = page.pictures(topic, report);
        }
        return report.section("Settings").values(page.settings(command));
    }

    private Report pictures(Narrative.Topic topic, Report report) {
        return switch (topic) {
            case CHANGE -> d.change().map(c -> change(report, c.displacement())).orElse(report);
            case ORIGIN -> onTheLine(report.add(origin()));
            case ENTROPY -> d.change().map(c -> entropy(report, c.entropy())).orElse(report);
            case LAW -> d.law().map(l -> law(report, l)).orElse(report);
            case FORECAST -> report.table(forecasts());
            case CHECKPOINTS -> checkpoints(report);
            case PAIRS -> pairs(report);
            case VERDICT, ADVICE, CAUTIONS -> report;
        };
    }

    private Report change(Report report, DisplacementPanel panel) {
        Report out = report;
        PolicyView policy = d.measured().policy().orElseThrow();
        for (boolean heldOut : new boolean[] {true, false}) {
            List<ScoredPair> pairs = d.measured().pairs(policy, heldOut);
            if (!pairs.isEmpty()) {
                out = out.add(Histogram.of(heldOut ? "Held-out pairs" : "Training pairs", "change of the log-likelihood against the reference, nats")
                    .values("chosen", numbers(pairs, p -> p.chosen().ratio())).values("rejected", numbers(pairs, p -> p.rejected().ratio()))
                    .mark("-KL(reference || policy)", panel.line().value()));
            }
        }
        Table table = Table.of("nats per response, with 95 % interval", "pairs", "chosen", "rejected", "margin", "chosen fell", "chosen above");
        table = panel.heldOut().isPresent() ? row(table, "held out", panel.heldOut().get()) : table;
        table = panel.train().isPresent() ? row(table, "training", panel.train().get()) : table;
        return out.table(table.row("line, samples of the reference", null, show(panel.line()), null, null, null, null)
            .row("chosen less the line", null, show(panel.excess()), null, null, null, null));
    }

    private static Table row(Table table, String name, DisplacementPanel.Side s) {
        return table.row(name, s.pairs(), show(s.chosen()), show(s.rejected()), show(s.margin()), percent(s.fell()), percent(s.accuracy()));
    }

    private Histogram origin() {
        boolean heldOut = d.measured().at(true).findAny().isPresent();
        return Histogram.of("Where the chosen responses come from", "log-likelihood per token under the reference, nats")
            .values("chosen", numbers(d.measured().pairs(d.measured().reference(), heldOut), p -> p.chosen().referencePerToken()))
            .values("the reference's own samples", all(d.measured().reference().reference(), Scored::referencePerToken));
    }

    /** The identity at work: a prompt's chosen responses beside the reference's own ones. */
    private Report onTheLine(Report report) {
        if (d.measured().policy().isEmpty() || d.measured().unmoved()) {
            return report;
        }
        PolicyView policy = d.measured().policy().get();
        Map<String, Double> line = policy.reference().prompts().stream()
            .collect(Collectors.toMap(PromptSamples::prompt, p -> p.samples().stream().mapToDouble(Scored::ratio).average().orElseThrow()));
        List<ScoredPair> pairs = d.measured().pairs(policy, d.measured().at(true).findAny().isPresent());
        return report.add(Scatter.of("Chosen responses beside the reference's own", "change of the reference's own samples of the prompt, nats",
                "change of the chosen, nats")
            .points("pairs", numbers(pairs, p -> line.get(p.prompt())), numbers(pairs, p -> p.chosen().ratio()))
            .line("on the line", 1, 0));
    }

    private static Report entropy(Report report, EntropyPanel panel) {
        return report.add(Histogram.of("DID entropy " + panel.member().label() + " by prompt", "nats")
                .values("prompts", panel.estimates().stream().mapToDouble(EntropyEstimate::value).toArray()).mark("mean", panel.mean().value()))
            .add(Histogram.of("Samples that carry it", "effective sample size of " + panel.member().k())
                .values("prompts", panel.estimates().stream().mapToDouble(EntropyEstimate::ess).toArray())
                .mark("fewest to be reliable", EntropyEstimate.FEWEST));
    }

    private Report law(Report report, Diagnosis.Law law) {
        List<ScoredPair> pairs = d.measured().policy().orElseThrow().pairs();
        double[] data = numbers(pairs, p -> p.chosen().reference() - p.rejected().reference() - p.chosen().rejectedModel()
            + p.rejected().rejectedModel());
        return report.add(power(law))
            .add(Scatter.of("Order of log-margins", "policy less reference, nats", "reference less rejected model, nats")
                .points("pairs", numbers(pairs, ScoredPair::margin), data).line("slope beta", d.request().beta(), 0))
            .add(residuals(law.samples()))
            .add(Histogram.of("Both gaps of the log-margins", "nats").values("policy less reference", numbers(pairs, ScoredPair::margin))
                .values("reference less rejected model", data).mark("no gap", 0));
    }

    private static Scatter power(Diagnosis.Law law) {
        List<PowerLawPanel.Point> samples = law.samples().points();
        return Scatter.of("Power law, centred by prompt", "log policy - log reference, nats", "log chosen model - log rejected model, nats")
            .points("the reference's samples", points(samples, PowerLawPanel.Point::x), points(samples, PowerLawPanel.Point::y))
            .points("pairs", points(law.pairs().points(), PowerLawPanel.Point::x), points(law.pairs().points(), PowerLawPanel.Point::y))
            .line(String.format(Locale.ROOT, "slope %.3f, R² %.2f", law.samples().slope(), law.samples().r2()), law.samples().slope(), 0);
    }

    private static Scatter residuals(PowerLawPanel fit) {
        return Scatter.of("What the power law leaves", "log policy - log reference, centred, nats", "residual, nats")
            .points("the reference's samples", points(fit.points(), PowerLawPanel.Point::x), points(fit.points(), PowerLawPanel.Point::residual))
            .line("none", 0, 0);
    }

    private static double[] points(List<PowerLawPanel.Point> points, ToDoubleFunction<PowerLawPanel.Point> of) {
        return points.stream().mapToDouble(of).toArray();
    }

    private Table forecasts() {
        Table table = Table.of("beta", "chosen", "rejected", "KL(policy || reference)", "KL(reference || policy)",
            "DID entropy H_snis(" + d.request().drawing().samples() + ", reference)", "effective samples", "prompts with too few");
        for (Forecast f : d.forecasts()) {
            table = table.row(f.beta(), show(f.chosen()), show(f.rejected()), show(f.forwardKl()), show(f.reverseKl()), show(f.didEntropy()), f.ess(),
                percent(f.unreliableShare()));
        }
        return table.note("Predicted for DPO's optimum, reference·(chosen model / rejected model)^(1/beta), by weighting the reference's samples.");
    }

    private Report checkpoints(Report report) {
        double[] kl = d.series().stream().mapToDouble(c -> c.change().movement().forwardKl().mean()).toArray();
        int[] order = IntStream.range(0, kl.length).boxed().sorted((a, b) -> Double.compare(kl[a], kl[b])).mapToInt(i -> i).toArray();
        double here = d.change().orElseThrow().movement().forwardKl().mean();
        String label = d.change().get().entropy().member().label();
        return report.chart(LineChart.of("Log-likelihoods at equal distance", "KL(policy || reference), nats", "change, nats")
                .line("chosen", by(order, i -> kl[i]), by(order, i -> Diagnosis.side(d.series().get(i).change()).chosen().value()))
                .line("rejected", by(order, i -> kl[i]), by(order, i -> Diagnosis.side(d.series().get(i).change()).rejected().value()))
                .line("policy, chosen", new double[] {here}, new double[] {Diagnosis.side(d.change().get()).chosen().value()})
                .threshold("no change", 0))
            .chart(LineChart.of("DID entropy at equal distance", "KL(policy || reference), nats", "nats")
                .line(label, by(order, i -> kl[i]), by(order, i -> d.series().get(i).change().entropy().mean().value()))
                .line("policy", new double[] {here}, new double[] {d.change().get().entropy().mean().value()}));
    }

    private Report pairs(Report report) {
        Report out = report;
        if (d.change().isPresent() && !d.measured().unmoved()) {
            out = out.add(Scatter.of("CHES and what became of the chosen response", "CHES, length-normalised", "change of the chosen response, nats")
                .points("pairs", d.ches().ranking().stream().mapToDouble(Ches.Ranked::normalised).toArray(),
                d.ches().ranking().stream().mapToDouble(Ches.Ranked::change).toArray()).line("no change", 0, 0));
        }
        for (Ches.Ranked r : d.ches().top(SHOWN)) {
            int i = d.ranked()[r.index()];
            Measurements.Texts texts = d.measured().texts();
            out = out.samples(Samples.of("line " + d.measured().table().rows().get(i).line() + ": " + texts.prompts().get(i))
                .answer("chosen", texts.chosen().get(i).strip(), d.change().isPresent() ? String.format(Locale.ROOT, "%+.2f nats", r.change()) : "")
                .answer("rejected", texts.rejected().get(i).strip(), String.format(Locale.ROOT, "CHES %.3g", r.normalised())));
        }
        return out;
    }

    private Map<String, String> settings(String command) {
        Map<String, String> out = new LinkedHashMap<>();
        out.put("command", command);
        DiagnosisRequest r = d.request();
        out.put("samples", r.drawing().samples() + " of each policy for each of " + d.measured().table().prompts().size() + " prompts, at most "
            + d.measured().longest() + " tokens, temperature 1");
        d.change().ifPresent(c -> out.put("estimator", c.entropy().member().label()));
        out.put("beta", Double.toString(r.beta()));
        out.put("seed", Long.toString(r.seed()));
        out.put("precision", r.compute().toString());
        for (int i = 0; i < d.measured().table().notes().size(); i++) {
            out.put("file " + (i + 1), d.measured().table().notes().get(i));
        }
        return out;
    }

    private static double[] by(int[] order, java.util.function.IntToDoubleFunction of) {
        return Arrays.stream(order).mapToDouble(of).toArray();
    }

    private static double[] numbers(List<ScoredPair> pairs, ToDoubleFunction<ScoredPair> of) {
        return pairs.stream().mapToDouble(of).toArray();
    }

    private static double[] all(SampleSet samples, ToDoubleFunction<Scored> of) {
        return samples.prompts().stream().flatMap(p -> p.samples().stream()).mapToDouble(of).toArray();
    }

    private static String show(Mean m) {
        return String.format(Locale.ROOT, "%+.2f [%+.2f, %+.2f]", m.value(), m.interval().low(), m.interval().high());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
