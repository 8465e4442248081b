package dev.plackett.recipe.sppo;

import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.Interval;
import dev.plackett.evaluate.PairedComparison;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.report.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/** The probability to win over the base, evaluation prompt by evaluation prompt, kept with each evaluated round so that arms can be compared in pairs. */
final class PromptWins {

    private static final String FILE = "wins.jsonl";

    private PromptWins() {}

    /** Two arms on the same prompts. */
    record Against(PairedComparison comparison, Interval interval) {}

    static void write(Stage stage, Map<String, double[]> byJudge) {
        int prompts = byJudge.values().iterator().next().length;
        stage.shard(FILE, target -> JsonLines.write(target, IntStream.range(0, prompts).mapToObj(p -> {
            ObjectNode row = Json.object().put("prompt", p);
            byJudge.forEach((judge, wins) -> row.put(judge, wins[p]));
            return row;
        })));
    }

    /** One arm's win rate less another's, by a judge, from the folders of their last evaluations; empty when one is not there. */
    static Optional<Against> compare(Path first, Path second, String judge, long seed) {
        if (!Files.exists(first.resolve(FILE)) || !Files.exists(second.resolve(FILE))) {
            return Optional.empty();
        }
        double[] a = read(first, judge);
        double[] b = read(second, judge);
        double[] difference = IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
        return Optional.of(new Against(PairedComparison.of(a, b, seed), Bootstrap.seeded(seed).ofMean(difference)));
    }

    private static double[] read(Path folder, String judge) {
        List<ObjectNode> rows = JsonLines.read(folder.resolve(FILE));
        return rows.stream().mapToDouble(row -> row.get(judge).doubleValue()).toArray();
    }
}
