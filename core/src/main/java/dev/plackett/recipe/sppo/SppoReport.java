package dev.plackett.recipe.sppo;

import dev.plackett.recipe.DisplacementRows;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.RunFolder;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Matrix;
import dev.plackett.report.html.Report;
import dev.plackett.report.html.Samples;
import dev.plackett.report.html.Table;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
        Map<String, MetricTable> displacement = new LinkedHashMap<>();
        for (SppoConfig.Arm arm : config.arms()) {
            MetricTable rows = metrics.series(DisplacementRows.SERIES).where("seed", seed).where("arm", arm.name());
            if (!rows.rows().isEmpty()) {
                displacement.put(arm.name(), rows);
            }
        }
        if (!displacement.isEmpty()) {
            report = DisplacementRows.section(report, displacement, "round").text("Held-out pairs are the fresh ones; in each round the reference is the policy"
                + " that the round began with, and chosen answers are the best of its own.");
        }
        report = report.section("All rounds").table(table(metrics, findings.judge()));
        if (config.arms().size() > 1) {
            report = report.table(arms(config, folder, findings.judge()));
        }
        report = report.section("Answers, round by round")
            .text("First samples of seed " + seed + " for the first evaluation prompts, of the arm '" + config.arms().get(0).name() + "'; not chosen by hand.");
        for (Samples samples : samples(config, folder, seed)) {
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

    private static Table table(MetricTable metrics, String judge) {
        boolean second = judge.equals("held_out");
        Table table = Table.of("seed", "arm", "round", "win, judge", "win, held out", "length controlled", "over previous", "train a", "train b",
            "fresh a", "fresh b", "KL to base", "words", "EOS", "distinct-2", "not English", "same opening");
        for (MetricRow row : metrics.series("evaluation").rows()) {
            MetricTable trained = metrics.series("training").where("seed", row.number("seed")).where("arm", row.text("arm")).where("round", row.number("round"));
            table = table.row(row.text("seed"), row.text("arm"), row.text("round"), plusMinus(row, "win_base/judge"),
                second ? plusMinus(row, "win_base/held_out") : "none", plusMinus(row, "win_base_length_controlled/" + judge),
                plusMinus(row, "win_previous/" + judge), number(trained.last("log_ratio/chosen")), number(trained.last("log_ratio/rejected")),
                plusMinus(row, "fresh/chosen"), plusMinus(row, "fresh/rejected"), plusMinus(row, "kl_base"), number(row.number("length")),
                number(row.number("eos")), number(row.number("distinct_2")), number(row.number("unknown_words")), number(row.number("opening_rate")));
        }
        return table.note("± one standard error over prompts. Length-controlled: what the win rate would be, by AlpacaEval's model, if both answers were of the"
            + " same length. 'Not English' is the share of words that WordNet never uses; 'same opening' the share of answers that begin with the most frequent"
            + " two words: a judge can be pleased by style alone.");
    }

    /** The first arm's last round against those of the others, prompt by prompt. */
    private static Table arms(SppoConfig config, RunFolder folder, String judge) {
        String first = config.arms().get(0).name();
        Table table = Table.of("seed", "arm", "'" + first + "' less it", "low", "high", "p");
        for (long seed : config.seeds()) {
            for (SppoConfig.Arm arm : config.arms().subList(1, config.arms().size())) {
                Optional<PromptWins.Against> found = folder.result(StageNames.evaluation(seed, first, config.rounds())).flatMap(a -> folder
                    .result(StageNames.evaluation(seed, arm.name(), config.rounds())).flatMap(b -> PromptWins.compare(a, b, judge, seed)));
                if (found.isPresent()) {
                    PromptWins.Against a = found.get();
                    table = table.row(Long.toString(seed), arm.name(), a.comparison().difference().mean(), a.interval().low(), a.interval().high(),
                        a.comparison().pValue());
                }
            }
        }
        return table.note("Win rates over the base after the last round, '" + first + "' less the other arm, by the judge '" + judge + "': mean over prompts with a"
            + " bootstrapped 95 % interval, and the two-sided p of a sign-flip permutation test.");
    }

    private static List<Samples> samples(SppoConfig config, RunFolder folder, long seed) {
        Map<String, List<Answer>> rounds = new LinkedHashMap<>();
        String arm = config.arms().get(0).name();
        answers(folder, StageNames.base(seed)).ifPresent(a -> rounds.put("base", a));
        for (int t = 1; t <= config.rounds(); t++) {
            String round = "round " + t;
            answers(folder, StageNames.evaluation(seed, arm, t)).ifPresent(a -> rounds.put(round, a));
        }
        int per = config.evaluationSamples();
        int shown = Math.min(SHOWN, rounds.values().stream().mapToInt(r -> r.size() / per).min().orElse(0));
        List<Samples> out = new ArrayList<>();
        for (int p = 0; p < shown; p++) {
            Samples samples = Samples.of(rounds.values().iterator().next().get(p * per).question());
            for (Map.Entry<String, List<Answer>> round : rounds.entrySet()) {
                Answer answer = round.getValue().get(p * per);
                samples = samples.answer(round.getKey(), answer.text().strip(), answer.stopped() ? "" : "cut at the length limit");
            }
            out.add(samples);
        }
        return out;
    }

    private static Optional<List<Answer>> answers(RunFolder folder, String stage) {
        return folder.result(stage).map(f -> f.resolve("answers-00000.jsonl")).filter(Files::exists).map(Answer::read);
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
