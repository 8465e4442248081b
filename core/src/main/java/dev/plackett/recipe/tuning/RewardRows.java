package dev.plackett.recipe.tuning;

import dev.plackett.data.Column;
import dev.plackett.evaluate.density.ReachableBeta;
import dev.plackett.event.Listener;
import dev.plackett.objective.Needs;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Report;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How far the rewards of a file's answers let a policy move from the reference: the least beta whose target policy the answers can tell. */
final class RewardRows {

    static final String SERIES = "reachable";

    private RewardRows() {}

    /** Whether an objective weighs rewards against a reference whose samples the answers are. */
    static boolean meant(Needs needs) {
        return needs.reference() && needs.columns().contains(Column.REWARD) && !needs.columns().contains(Column.GROUP);
    }

    /** Looks at all rows before anything is trained. */
    static void look(List<TuningRow> rows, Listener listener) {
        ReachableBeta found = ReachableBeta.of(rows.stream().map(TuningRow::data).toArray(double[][]::new));
        Map<String, Double> values = new TreeMap<>(Map.of("answers", (double) found.answers(), "unreachable", found.unreachable()));
        for (int percent : new int[] {50, 90}) {
            double beta = found.reaching(percent / 100.0);
            if (!Double.isInfinite(beta)) {
                values.put("beta/" + percent, beta);
            }
        }
        listener.metrics(SERIES, Map.of(), values);
        listener.info(sentence(values));
    }

    /** Tells it in the report. */
    static Report section(Report report, MetricTable metrics) {
        List<MetricRow> rows = metrics.series(SERIES).rows();
        if (rows.isEmpty()) {
            return report;
        }
        Map<String, Double> values = new TreeMap<>();
        for (String name : List.of("beta/50", "beta/90", "unreachable")) {
            if (rows.get(0).has(name)) {
                values.put(name, rows.get(0).number(name));
            }
        }
        return report.section("Samples and beta").text(sentence(values));
    }

    private static String sentence(Map<String, Double> values) {
        String before = "The target policy of a beta can be told from a prompt's answers, if they are the reference's samples, where five of them carry its weight. ";
        return before + (values.containsKey("beta/90")
            ? String.format(Locale.ROOT, "For half of the prompts that takes a beta of at least %.3g, for nine in ten %.3g.", values.get("beta/50"), values.get("beta/90"))
            : String.format(Locale.ROOT, "%.0f %% of the prompts have too few answers for any beta: draw more per prompt.", 100 * values.get("unreachable")))
            + " Below it training goes on towards the best answer alone.";
    }
}
