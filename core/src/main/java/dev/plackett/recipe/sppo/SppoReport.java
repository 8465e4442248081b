package dev.plackett.recipe.sppo;

import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.RunFolder;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Matrix;
import dev.plackett.report.html.Report;
import dev.plackett.report.html.Samples;
import dev.plackett.report.html.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a self-play run looks like: curves, tables, and answers of the same prompts round by round. */
final class SppoReport {

    private static final int SHOWN = 8;

    private SppoReport() {}

    static Report of(SppoConfig config, RunFolder folder, SppoFindings findings) {
        MetricTable metrics = folder.metrics();
        long seed = config.seeds().get(0);
        String win = "win_base/" + findings.judge();
        Report report = Report.titled("Self-play preference optimisation",
            "Win rates by the judge '" + findings.judge() + "'" + (findings.judge().equals("held_out") ? ", which never took part in training" : ""));
        report = report.section("Win rate over the base")
            .text("The probability that an answer beats the base model's answer to the same prompt, mean over prompts that nothing trained on, both orders"
                + " read; bars are two standard errors. Round 0 is the base against itself, one half.");
        report = report.chart(curve(config, metrics, seed, win, "Win rate over the base", findings.judge()).threshold("even", 0.5));
        if (findings.judge().equals("held_out")) {
            report = report.chart(curve(config, metrics, seed, "win_base/judge", "The same by the judge that trained", "judge").threshold("even", 0.5));
        }
        report = report.matrix(matrix(config, metrics, seed, findings.judge()));
        report = report.section("Log-likelihoods of chosen and rejected answers")
            .text("Mean change within the round of the log-likelihood of the best (a) and worst (b) of each prompt's answers, in nats. SPPO regresses both"
                + " onto their win rates; DPO sees their difference only.");
        report = report.chart(pairCurve(config, metrics, seed, "training", "log_ratio/chosen", "log_ratio/rejected", "Training pairs"))
            .chart(pairCurve(config, metrics, seed, "evaluation", "fresh/chosen", "fresh/rejected", "Fresh pairs"));
        report = report.section("All rounds").table(table(config, metrics, findings.judge()));
        report = report.section("Answers, round by round")
            .text("First samples of seed " + seed + " for the first evaluation prompts, of the arm '" + config.arms().get(0).name() + "'; not chosen by hand.");
        for (Samples samples : samples(config, folder.path(), seed)) {
            report = report.samples(samples);
        }
        return report.section("Training").chart(loss(config, metrics, seed));
    }

    /** Who beats whom among the base and the rounds of the first arm; the row's probability against the column. */
    private static Matrix matrix(SppoConfig config, MetricTable metrics, long seed, String judge) {
        int n = config.rounds() + 1;
        double[][] values = new double[n][n];
        List<String> names = new ArrayList<>(List.of("base"));
        MetricTable rows = metrics.series("evaluation").where("seed", seed).where("arm", config.arms().get(0).name());
        for (int t = 0; t < n; t++) {
            values[t][t] = 0.5;
            if (t > 0) {
                names.add("round " + t);
            }
            for (int k = 0; k < t; k++) {
                values[t][k] = rows.where("round", t).last((k == 0 ? "win_base/" : "win_round_" + k + "/") + judge);
                values[k][t] = 1 - values[t][k];
            }
        }
        return new Matrix("Win rates of '" + config.arms().get(0).name() + "', row against column (seed " + seed + ")", names, names, values, 3);
    }

    private static LineChart curve(SppoConfig config, MetricTable metrics, long seed, String field, String title, String judge) {
        LineChart chart = LineChart.of(title + " (seed " + seed + ")", "round", "win rate");
        for (SppoConfig.Arm arm : config.arms()) {
            MetricTable rows = metrics.series("evaluation").where("seed", seed).where("arm", arm.name());
            chart = chart.line(arm.name(), with(0, rows.column("round")), with(0.5, rows.column(field)),
                with(0, Arrays.stream(rows.column(field + "_se")).map(se -> 2 * se).toArray()));
        }
        return chart;
    }

    private static LineChart pairCurve(SppoConfig config, MetricTable metrics, long seed, String series, String chosen, String rejected, String title) {
        LineChart chart = LineChart.of(title + " (seed " + seed + ")", "round", "nats");
        for (SppoConfig.Arm arm : config.arms()) {
            MetricTable rows = metrics.series(series).where("seed", seed).where("arm", arm.name());
            chart = chart.line(arm.name() + " a", rows.column("round"), rows.column(chosen))
                .line(arm.name() + " b", rows.column("round"), rows.column(rejected));
        }
        return chart.threshold("no change", 0);
    }

    private static LineChart loss(SppoConfig config, MetricTable metrics, long seed) {
        LineChart chart = LineChart.of("Loss / eta squared, " + config.arms().get(0).name(), "step", "scaled loss");
        for (int t = 1; t <= config.rounds(); t++) {
            MetricTable rows = metrics.series("train").where("seed", seed).where("arm", config.arms().get(0).name()).where("round", t).having("loss/scaled");
            if (!rows.rows().isEmpty()) {
                chart = chart.line("round " + t, rows.column("step"), rows.column("loss/scaled"));
            }
        }
        return chart;
    }

    private static Table table(SppoConfig config, MetricTable metrics, String judge) {
        boolean second = judge.equals("held_out");
        Table table = Table.of("seed", "arm", "round", second ? "win, held out" : "win", second ? "win, judge" : "", "over previous", "train a", "train b",
            "fresh a", "fresh b", "KL to base", "words", "EOS", "distinct-2", "not English", "same opening");
        for (MetricRow row : metrics.series("evaluation").rows()) {
            MetricTable trained = metrics.series("training").where("seed", row.number("seed")).where("arm", row.text("arm")).where("round", row.number("round"));
            table = table.row(row.text("seed"), row.text("arm"), row.text("round"), plusMinus(row, "win_base/" + judge), second ? plusMinus(row, "win_base/judge") : "",
                plusMinus(row, "win_previous/" + judge), number(trained.last("log_ratio/chosen")), number(trained.last("log_ratio/rejected")),
                plusMinus(row, "fresh/chosen"), plusMinus(row, "fresh/rejected"), plusMinus(row, "kl_base"), number(row.number("length")),
                number(row.number("eos")), number(row.number("distinct_2")), number(row.number("unknown_words")), number(row.number("opening_rate")));
        }
        return table.note("± one standard error over prompts. 'Not English' is the share of words that WordNet never uses; 'same opening' the share of answers"
            + " that begin with the most frequent two words: a judge can be pleased by style alone.");
    }

    private static List<Samples> samples(SppoConfig config, Path folder, long seed) {
        List<List<Answer>> rounds = new ArrayList<>();
        List<String> names = new ArrayList<>();
        String arm = config.arms().get(0).name();
        try (var stages = Files.list(folder.resolve("stages"))) {
            List<Path> all = stages.sorted().toList();
            String prefix = "seed-" + seed + "-";
            add(all, prefix + "base-answers", "base", rounds, names);
            for (int t = 1; t <= config.rounds(); t++) {
                add(all, prefix + arm.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + "-round-" + t + "-evaluate", "round " + t, rounds, names);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
        List<Samples> out = new ArrayList<>();
        int per = config.evaluationSamples();
        for (int p = 0; p < Math.min(SHOWN, config.evaluationPrompts()) && !rounds.isEmpty(); p++) {
            int at = p * per;
            if (rounds.stream().anyMatch(r -> r.size() <= at)) {
                break;
            }
            Samples samples = Samples.of(question(folder, p));
            for (int i = 0; i < rounds.size(); i++) {
                Answer answer = rounds.get(i).get(at);
                samples = samples.answer(names.get(i), answer.text().strip(), answer.stopped() ? "" : "cut at the length limit");
            }
            out.add(samples);
        }
        return out;
    }

    private static String question(Path folder, int prompt) {
        try (var stages = Files.list(folder.resolve("stages"))) {
            Path first = stages.filter(p -> p.getFileName().toString().endsWith("base-answers")).sorted().findFirst().orElseThrow();
            return dev.plackett.io.JsonLines.read(first.resolve("answers-00000.jsonl")).stream().filter(r -> r.get("prompt").intValue() == prompt)
                .findFirst().map(r -> r.get("question").stringValue()).orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    private static void add(List<Path> stages, String suffix, String name, List<List<Answer>> rounds, List<String> names) throws IOException {
        for (Path stage : stages) {
            if (stage.getFileName().toString().endsWith(suffix) && Files.exists(stage.resolve("answers-00000.jsonl"))) {
                rounds.add(Answer.read(stage.resolve("answers-00000.jsonl")));
                names.add(name);
            }
        }
    }

    private static String plusMinus(MetricRow row, String field) {
        return row.has(field) ? Table.plusMinus(row.number(field), row.number(field + "_se"), 3) : "";
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static double[] with(double first, double[] rest) {
        double[] out = new double[rest.length + 1];
        out[0] = first;
        System.arraycopy(rest, 0, out, 1, rest.length);
        return out;
    }
}
