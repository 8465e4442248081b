package dev.plackett.cli;

import dev.plackett.data.file.Content;
import dev.plackett.data.file.DataFile;
import dev.plackett.data.file.Item;
import dev.plackett.io.Json;
import dev.plackett.judge.Contest;
import dev.plackett.judge.Judge;
import dev.plackett.judge.Ranking;
import dev.plackett.judge.Verdict;
import dev.plackett.judge.WinProbability;
import dev.plackett.recipe.bind.PlainValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code plackett judge}. */
@Command(name = "judge", description = {"Compare candidate answers.",
    "Rows of the file are {\"prompt\": …, \"candidates\": [… …]}. For each one line is written:",
    "  C         logit of (row, column): positive when the row's candidate, shown first, is better; P, probabilities, from judges that have no logits",
    "  score     mean of C - C transposed per candidate (of P where there is no C)",
    "  phat      estimated probability to win against a random candidate, itself included as one half",
    "  chosen, rejected   best and worst by score, from 0"},
    footerHeading = "%nExamples:%n", footer = {"  plackett judge --ranker PairRM --data answers.jsonl",
        "  plackett judge --judge likelihood --option model=my-llama --data answers.jsonl", "  plackett judge --judge longer --data answers.jsonl"})
final class JudgeCommand implements Callable<Integer> {

    /** Contests judged between two lines of output. */
    private static final int SHARD = 64;

    @ArgGroup(multiplicity = "1")
    private Who who;

    @Option(names = "--data", required = true, paramLabel = "FILE.jsonl", description = "The answers.")
    private Path data;

    @Option(names = "--option", paramLabel = "KEY=VALUE", description = "An option of the judge (may be given again).")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(names = "--win-probability", defaultValue = "AVERAGE", paramLabel = "MODE",
        description = "How logits become probabilities: ${COMPLETION-CANDIDATES}.")
    private WinProbability winProbability;

    static final class Who {
        @Option(names = "--ranker", paramLabel = "DIR", description = "A pair ranker's folder.")
        private String ranker;

        @Option(names = "--judge", paramLabel = "DIR|NAME", description = "A pair ranker's folder, or a judge by name (longer, likelihood, embedded, your own).")
        private String judge;
    }

    @Override
    public Integer call() {
        List<Contest> contests = contests(data);
        Map<String, Object> given = new LinkedHashMap<>();
        options.forEach((key, value) -> given.put(key, PlainValue.of(value)));
        try (Judge judge = Judge.open(who.ranker == null ? who.judge : folder(who.ranker), given)) {
            for (int at = 0; at < contests.size(); at += SHARD) {
                for (Verdict verdict : judge.judge(contests.subList(at, Math.min(at + SHARD, contests.size())), Session.stop())) {
                    System.out.println(line(verdict));
                }
                System.out.flush();
            }
        }
        return 0;
    }

    private ObjectNode line(Verdict verdict) {
        Ranking ranking = Ranking.of(verdict, winProbability, Ranking.Selection.SCORE);
        ObjectNode out = Json.object();
        if (verdict instanceof Verdict.Logits logits) {
            out.set("C", Json.MAPPER.valueToTree(logits.c()));
        } else {
            out.set("P", Json.MAPPER.valueToTree(ranking.probability()));
        }
        out.set("score", Json.MAPPER.valueToTree(ranking.score()));
        out.set("phat", Json.MAPPER.valueToTree(ranking.winRate()));
        return out.put("chosen", ranking.chosen()).put("rejected", ranking.rejected());
    }

    private static String folder(String ranker) {
        if (!Files.isDirectory(Path.of(ranker))) {
            throw new IllegalArgumentException("--ranker: " + (Files.exists(Path.of(ranker)) ? "expected a folder, found the file " : "there is no folder ") + ranker);
        }
        return ranker;
    }

    private static List<Contest> contests(Path file) {
        return DataFile.read(file).items().stream().map(item -> {
            if (!(item instanceof Item.Candidates row) || row.candidates().size() < 2) {
                throw new IllegalArgumentException(item.origin() + ": expected a \"prompt\" and at least two \"candidates\"");
            }
            return new Contest(text(row, row.prompt()), row.candidates().stream().map(c -> text(row, c)).toList());
        }).toList();
    }

    private static String text(Item row, Content content) {
        if (content instanceof Content.Text text) {
            return text.text();
        }
        throw new IllegalArgumentException(row.origin() + ": judges read text, found messages");
    }
}
