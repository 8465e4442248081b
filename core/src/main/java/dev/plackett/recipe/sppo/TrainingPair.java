package dev.plackett.recipe.sppo;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.judge.PairSelection;
import dev.plackett.judge.Ranking;
import dev.plackett.recipe.LengthLimit;
import dev.plackett.text.Truncation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.HashSet;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answers of one prompt that train, with all that a loss may ask for.
 *
 * @param prompt     index of the task
 * @param context    tokens of the prompt that stay
 * @param ids        tokens of each answer; of a pair the chosen one first
 * @param winRate    P̂ of each
 * @param reference  log π_t of each; empty before it is computed
 * @param pairWin    P(chosen ≻ rejected)
 * @param samples    P̂ of all samples of the prompt, for the exact normaliser
 * @param similarity shared words of best and worst answer over all their words, in [0, 1]
 */
record TrainingPair(int prompt, int[] context, int[][] ids, double[] winRate, double[] reference, double pairWin, double[] samples, double similarity) {

    /**
     * Data and how it was selected.
     *
     * @param cut prompts that were dropped since one of their answers lost tokens
     */
    record Selected(List<TrainingPair> pairs, PairSelection selection, int cut) {}

    /**
     * Turns rankings into training data.
     *
     * @param answers K answers per prompt, prompt by prompt
     * @param tasks   the prompts
     * @param rule    what is kept of what is too long
     */
    static Selected select(List<Answer> answers, List<Task> tasks, List<Ranking> rankings, SppoConfig.Preference preference, Truncation rule) {
        int k = answers.size() / rankings.size();
        List<List<String>> texts = IntStream.range(0, rankings.size())
            .mapToObj(p -> answers.subList(p * k, (p + 1) * k).stream().map(Answer::text).toList()).toList();
        PairSelection selection = PairSelection.of(texts, rankings, preference.keepTies() ? PairSelection.Ties.KEEP : PairSelection.Ties.SKIP);
        List<TrainingPair> out = new ArrayList<>();
        int cut = 0;
        for (int p : selection.kept()) {
            Ranking r = rankings.get(p);
            int[] which = preference.train() == SppoConfig.Preference.Answers.ALL ? IntStream.range(0, k).toArray() : new int[] {r.chosen(), r.rejected()};
            int at = p * k;
            int[][] ids = Arrays.stream(which).mapToObj(i -> answers.get(at + i).ids()).toArray(int[][]::new);
            int[] prompt = tasks.get(p).ids();
            Truncation.Kept kept = rule.keep(prompt.length, Arrays.stream(ids).mapToInt(y -> y.length).toArray());
            if (preference.truncation() == LengthLimit.Cut.BUDGET && IntStream.range(0, ids.length).anyMatch(i -> kept.cut()[i])) {
                cut++;
                continue;
            }
            int[][] stay = IntStream.range(0, ids.length).mapToObj(i -> kept.answer(i, ids[i])).toArray(int[][]::new);
            out.add(new TrainingPair(p, kept.prompt(prompt), stay, Arrays.stream(which).mapToDouble(i -> r.winRate()[i]).toArray(), new double[0],
                r.pairWin(), r.winRate(), similarity(texts.get(p).get(r.chosen()), texts.get(p).get(r.rejected()))));
        }
        return new Selected(out, selection, cut);
    }

    TrainingPair withReference(double[] logps) {
        return new TrainingPair(prompt, context, ids, winRate, logps, pairWin, samples, similarity);
    }

    /** The sequences. */
    TokenBatch batch() {
        return TokenBatch.of(Row.of(context, ids));
    }

    /**
     * The unit that trains.
     *
     * @param eta η of the exact normaliser
     */
    Example<TokenBatch> example(double eta) {
        return new Example<>(batch(), Columns.of(Column.WIN_RATE, winRate).with(Column.PAIR_WIN, pairWin).with(Column.SIMILARITY, similarity)
            .with(Column.LOG_PARTITION, Ranking.logPartition(samples, eta)).with(Column.REFERENCE, reference));
    }

    static void write(Path file, List<TrainingPair> pairs) {
        JsonLines.write(file, pairs.stream().map(p -> {
            ObjectNode row = Json.object().put("prompt", p.prompt);
            row.set("prompt_ids", Json.MAPPER.valueToTree(p.context));
            row.set("ids", Json.MAPPER.valueToTree(p.ids));
            row.set("win_rate", Json.MAPPER.valueToTree(p.winRate));
            row.set("reference_logps", Json.MAPPER.valueToTree(p.reference));
            row.set("sample_win_rates", Json.MAPPER.valueToTree(p.samples));
            return row.put("pair_win", p.pairWin).put("similarity", p.similarity);
        }));
    }

    static List<TrainingPair> read(Path file) {
        return JsonLines.read(file).stream().map(row -> new TrainingPair(row.get("prompt").intValue(), ints(row.get("prompt_ids")),
            row.get("ids").valueStream().map(TrainingPair::ints).toArray(int[][]::new),
            doubles(row.get("win_rate")), doubles(row.get("reference_logps")), row.get("pair_win").doubleValue(), doubles(row.get("sample_win_rates")),
            row.get("similarity").doubleValue())).toList();
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::intValue).toArray();
    }

    private static double[] doubles(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }

    private static double similarity(String a, String b) {
        Set<String> x = new HashSet<>(List.of(a.strip().split("\\s+")));
        Set<String> y = new HashSet<>(List.of(b.strip().split("\\s+")));
        Set<String> both = new HashSet<>(x);
        both.retainAll(y);
        x.addAll(y);
        return (double) both.size() / x.size();
    }
}
