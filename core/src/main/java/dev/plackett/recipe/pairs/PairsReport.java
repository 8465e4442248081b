package dev.plackett.recipe.pairs;

import dev.plackett.evaluate.did.CandidateWeights;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Code;
import dev.plackett.report.html.Histogram;
import dev.plackett.report.html.Report;
import dev.plackett.report.html.Samples;
import dev.plackett.report.html.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** What became of the prompts, what the pairs are like, and how to train on them; from metric rows. */
final class PairsReport {

    private static final int SHOWN = 2;

    private PairsReport() {}

    static Report of(PairsConfig config, MetricTable metrics, List<ObjectNode> pairs, Path file) {
        MetricRow counts = metrics.series(PairWriter.PAIRS).rows().get(0);
        Report report = Report.titled("Preference pairs", String.format(Locale.ROOT, "mode %s, beta %s: %.0f pairs of %.0f prompts, in %s",
            config.mode().label(), config.betaValue(), counts.number("pairs"), counts.number("prompts"), file));
        report = report.section("Training").text("These pairs are for DPO at this beta and from this reference; at another beta the optimum is another.")
            .add(new Code("./plackett run preference --set model=" + config.reference() + " --set data=" + file + " --set options.beta=" + config.betaValue()
                + (counts.number("straddling") > 0 ? " --set straddle=to-completion" : "")));
        MetricTable weighed = metrics.series(PairWriter.PROMPTS).having("ess");
        if (!weighed.rows().isEmpty()) {
            report = report.section("Effective candidates").text(String.format(Locale.ROOT, "%.0f of %.0f prompts were refused: fewer than %.0f"
                + " candidates carried their weight. More candidates help, or a smaller beta (of rewards a smaller beta/reward_temperature, which is 1"
                + " unless set). Resampling follows the closed form up to an error"
                + " of the order of one in the effective sample size.", counts.number("refused"), counts.number("prompts"), CandidateWeights.FEWEST))
                .add(Histogram.of("Effective sample size by prompt", "candidates").values("prompts", weighed.column("ess"))
                    .mark("fewest", CandidateWeights.FEWEST));
        }
        report = report.section("Pairs").table(table(config, counts));
        for (ObjectNode pair : pairs.subList(0, Math.min(SHOWN, pairs.size()))) {
            report = report.samples(Samples.of("line " + pair.get("line").intValue() + ": " + text(pair, "prompt")).best("chosen", text(pair, "chosen"), "")
                .answer("rejected", text(pair, "rejected"), pair.has("margin") ? String.format(Locale.ROOT, "beta times the chosen one's advantage %+.2f",
                    pair.get("margin").doubleValue()) : ""));
        }
        return report;
    }

    private static Table table(PairsConfig config, MetricRow counts) {
        Table table = Table.of("pairs", "number");
        if (config.mode().scored()) {
            table = table.row("the chosen answer scores higher", counts.number("right")).row("the rejected answer scores higher", counts.number("wrong"))
                .row("neither", counts.number("tie"));
        }
        return table.row("both answers alike; training passes over them", counts.number("same"))
            .row("an answer was cut off at max_new_tokens, and is trained on as if it had ended", counts.number("unfinished"))
            .row("a token lies across the end of the prompt; train with straddle=to-completion", counts.number("straddling"))
            .row("the texts have other tokens than were drawn", counts.number("retokenised"))
            .note("Pairs whose rejected answer scores higher belong to the data: their frequency carries the calibration. Do not drop or swap them.");
    }

    private static String text(ObjectNode pair, String column) {
        return PairWriter.content(pair.get(column)).plain();
    }
}
