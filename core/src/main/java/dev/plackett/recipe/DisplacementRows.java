package dev.plackett.recipe;

import dev.plackett.evaluate.did.DisplacementPanel;
import dev.plackett.evaluate.did.Mean;
import dev.plackett.event.Listener;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** The displacement of a training as rows of metrics.jsonl, and as a section of its report. */
public final class DisplacementRows {

    /** The rows' series. */
    public static final String SERIES = "displacement";

    private DisplacementRows() {}

    /**
     * Writes a row: mean changes of log-likelihood of chosen and rejected answers against the reference, of training and held-out pairs, the line,
     * what held-out
     * chosen answers are away from it, each with the ends of its 95 % interval, and what is found.
     */
    public static void emit(DisplacementPanel panel, Map<String, Object> labels, Listener listener) {
        Map<String, Double> row = new LinkedHashMap<>();
        panel.train().ifPresent(s -> side(row, "train/", s));
        panel.heldOut().ifPresent(s -> side(row, "held_out/", s));
        mean(row, "line", panel.line());
        mean(row, "excess", panel.excess());
        if (!Double.isNaN(panel.memorised())) {
            row.put("memorised", panel.memorised());
        }
        Map<String, Object> named = new LinkedHashMap<>(labels);
        named.put("finding", panel.finding().name());
        listener.metrics(SERIES, named, row);
    }

    /**
     * Adds a section.
     *
     * @param trainings rows by name, each of one training and in order; the name may be empty where there is one
     * @param x         the label that orders them: step, round
     */
    public static Report section(Report report, Map<String, MetricTable> trainings, String x) {
        Report out = report.section("Displacement").text("How much likelier answers became against the reference. Answers that the reference "
            + "itself gives "
            + "must become less likely in any training that moves away from it, by the line -KL(reference || policy). Held-out chosen answers "
                + "below that line "
            + "are a finding; training pairs rise above it by memorisation, and answers that were picked lie above it.");
        for (Map.Entry<String, MetricTable> training : trainings.entrySet()) {
            List<MetricRow> rows = training.getValue().rows();
            out = out.text((training.getKey().isEmpty() ? "" : training.getKey() + ". ") + sentence(rows.get(rows.size() - 1)));
        }
        for (Map.Entry<String, MetricTable> training : trainings.entrySet()) {
            for (String side : new String[] {"held_out/", "train/"}) {
                MetricTable some = training.getValue().having(side + "chosen");
                if (!some.rows().isEmpty()) {
                    String title = side.equals("train/") ? "Training pairs" : "Held-out pairs";
                    out = out.chart(chart(title + (training.getKey().isEmpty() ? "" : ", " + training.getKey()), some, x, side));
                }
            }
        }
        return out;
    }

    private static String sentence(MetricRow last) {
        DisplacementPanel.Finding finding = DisplacementPanel.Finding.valueOf(last.text("finding"));
        String side = last.has("held_out/chosen") ? "held_out/" : "train/";
        String memorised = last.has("memorised") ? String.format(Locale.ROOT, " Training pairs moved %+.2f nats beside held-out ones.",
            last.number("memorised")) : "";
        return String.format(Locale.ROOT, "At the end: %s %s pairs: chosen %+.2f, rejected %+.2f nats; the line is at %+.2f.%s", finding.text(),
            side.equals("train/") ? "Training" : "Held-out", last.number(side + "chosen"), last.number(side + "rejected"), last.number("line"),
                memorised);
    }

    private static LineChart chart(String title, MetricTable rows, String x, String side) {
        double[] at = rows.column(x);
        LineChart chart = LineChart.of(title, x.equals("step") ? "update" : x, "change, nats");
        for (String answer : new String[] {"chosen", "rejected"}) {
            chart = chart.line(answer, at, rows.column(side + answer), error(rows, side + answer));
        }
        return chart.line("the reference's own answers", at, rows.column("line"), error(rows, "line")).threshold("no change", 0);
    }

    private static double[] error(MetricTable rows, String name) {
        double[] low = rows.column(name + "_low");
        double[] high = rows.column(name + "_high");
        return IntStream.range(0, low.length).mapToDouble(i -> (high[i] - low[i]) / 2).toArray();
    }

    private static void side(Map<String, Double> row, String prefix, DisplacementPanel.Side side) {
        mean(row, prefix + "chosen", side.chosen());
        mean(row, prefix + "rejected", side.rejected());
        row.put(prefix + "fell", side.fell());
    }

    private static void mean(Map<String, Double> row, String name, Mean mean) {
        row.put(name, mean.value());
        row.put(name + "_low", mean.interval().low());
        row.put(name + "_high", mean.interval().high());
    }
}
