package dev.plackett.recipe.tuning;

import dev.plackett.recipe.DisplacementRows;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Report;
import dev.plackett.report.html.Samples;
import dev.plackett.report.html.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** What a training on a user's file looks like; training and held-out rows apart. */
final class TuningReport {

    /** Updates over which the bold line of a noisy curve is averaged. */
    private static final int SPAN = 20;
    private static final List<String> ANSWERS = List.of("chosen", "rejected");

    private TuningReport() {}

    static Report of(TuningPlan plan, MetricTable metrics, JsonNode shown, Path model) {
        MetricTable train = metrics.series("train");
        MetricTable heldOut = metrics.series("evaluation");
        Report report = Report.titled(plan.form() == Form.EXAMPLE ? "Supervised fine-tuning" : "Preference training",
            plan.method() + (plan.options().isEmpty() ? "" : " " + plan.options()) + ", " + train.rows().size() + " updates; the model is in " + model);
        report = report.section("Loss").chart(curve(train, heldOut, "loss", "Loss", plan.method()));
        if (!train.having("projection/applied").rows().isEmpty()) {
            double[] applied = train.column("projection/applied");
            report = report.text(String.format(Locale.ROOT, "%.0f of %d updates were projected: the others would not have made the chosen answers less likely.",
                Arrays.stream(applied).sum(), applied.length));
        }
        if (!train.having("rewards/margins").rows().isEmpty()) {
            report = report.chart(curve(train, heldOut, "rewards/accuracies", "Chosen above rejected", "share of pairs"))
                .section("Rewards and log-likelihoods").text("A reward is beta times the change of an answer's log-likelihood against the reference; a margin is"
                    + " the chosen answer's less the rejected one's. Log-likelihoods are sums over an answer's tokens, in nats.")
                .chart(curve(train, heldOut, "rewards/margins", "Margin of rewards", "nats times beta"))
                .chart(answers(train, "Log-likelihoods while training", SPAN));
            if (!heldOut.rows().isEmpty()) {
                report = report.chart(answers(heldOut, "Log-likelihoods of held-out pairs", 0));
            }
        }
        report = RewardRows.section(report, metrics);
        MetricTable displacement = metrics.series(DisplacementRows.SERIES);
        if (!displacement.rows().isEmpty()) {
            report = DisplacementRows.section(report, Map.of("", displacement), "step");
        }
        if (!heldOut.rows().isEmpty()) {
            report = report.section("Held-out rows").table(table(heldOut));
        }
        return report.section("Data").text(shown.path("schema").asString() + ". " + shown.path("counts").asString() + ".").samples(row(plan, shown));
    }

    private static LineChart curve(MetricTable train, MetricTable heldOut, String field, String title, String unit) {
        LineChart chart = LineChart.of(title, "update", unit).smoothed("training", train.column("step"), train.column(field), SPAN);
        return heldOut.rows().isEmpty() ? chart : chart.line("held out", heldOut.column("step"), heldOut.column(field));
    }

    private static LineChart answers(MetricTable rows, String title, int span) {
        LineChart chart = LineChart.of(title, "update", "nats");
        for (String answer : ANSWERS) {
            chart = span > 0 ? chart.smoothed(answer, rows.column("step"), rows.column("logps/" + answer), span)
                : chart.line(answer, rows.column("step"), rows.column("logps/" + answer));
        }
        return chart;
    }

    /** Every metric before and after. */
    private static Table table(MetricTable heldOut) {
        MetricRow first = heldOut.rows().get(0);
        MetricRow last = heldOut.rows().get(heldOut.rows().size() - 1);
        Table table = Table.of("metric", "before", "after");
        for (String name : last.fields().keySet()) {
            if (!name.equals("step")) {
                table = table.row(name, first.number(name), last.number(name));
            }
        }
        return table.note("Before the first and after the last update.");
    }

    /** The first row as the model reads it. */
    private static Samples row(TuningPlan plan, JsonNode shown) {
        Samples samples = Samples.of(shown.path("prompt").asString());
        for (int i = 0; i < shown.path("answers").size(); i++) {
            samples = samples.answer(plan.form().answer(i), shown.path("answers").get(i).asString(), "");
        }
        return samples;
    }
}
