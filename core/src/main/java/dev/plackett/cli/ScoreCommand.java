package dev.plackett.cli;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.Json;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Scores;
import dev.plackett.model.Want;
import dev.plackett.recipe.meco.own.DensityModel;
import dev.plackett.tensor.Scope;
import dev.plackett.text.PromptCompletion;
import dev.plackett.train.Scoring;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code plackett score}. */
@Command(name = "score", description = "Log-likelihoods of completions, one JSON line per row.", footerHeading = "%nExamples:%n", footer = {
    "  plackett score --model DIR --data rows.jsonl       rows are {\"prompt\", \"completion\"} or {\"prompt\", \"chosen\", \"rejected\"},",
    "                                                     texts or messages; {\"text\"}; {\"prompt\", \"candidates\"}",
    "  plackett score --model DIR --data ids.jsonl        {\"input_ids\", \"completion_mask\"}, which needs no tokenizer",
    "Prints {\"row\", \"logp\": sum over the completion's tokens, \"tokens\": how many}; rows with several answers have an \"answer\" each, in the order",
    "of the columns. Files may be .jsonl, .json, .csv, .tsv or .txt.",
    "  plackett score --model DIR --data new.csv          with a density model that 'run meco --set data=…' made: numbers, or a folder of images;",
    "                                                     prints {\"row\", \"line\" or \"file\", \"log_density\", \"rank\"}"})
final class ScoreCommand implements Callable<Integer> {

    private static final long TOKENS = 4096;

    @Mixin
    private ModelOption model;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "Rows to score; for a density model, a file of numbers or a folder of images.")
    private Path data;

    @Option(names = "--no-eos", description = "Do not score an end-of-sequence token after the completion.")
    private boolean noEos;

    @Option(names = "--straddle-to-completion", description = "Give a token that lies across the end of the prompt to the completion, instead of an error.")
    private boolean straddle;

    @Override
    public Integer call() {
        return DensityModel.in(model.folder()) ? densities() : likelihoods();
    }

    private int densities() {
        try (DensityModel density = DensityModel.open(model.folder())) {
            density.score(data).forEach(System.out::println);
        }
        return 0;
    }

    private int likelihoods() {
        PromptCompletion.Straddle rule = straddle ? PromptCompletion.Straddle.TO_COMPLETION : PromptCompletion.Straddle.ERROR;
        try (Scope scope = Scope.open(); ModelOption.Opened opened = model.open();
             ModelRows rows = ModelRows.of(model.folder(), data, opened.model().shape(), !noEos, rule)) {
            List<Row> scored = rows.scored();
            List<TokenBatch> batches = scored.stream().map(TokenBatch::of).toList();
            Scores scores = Scoring.all(new CausalScorer(opened.model()), batches, Want.SEQUENCES, TOKENS, Session.stop());
            int at = 0;
            for (int i = 0; i < scored.size(); i++) {
                List<Branch> branches = scored.get(i).branches();
                for (int answer = 0; answer < branches.size(); answer++) {
                    ObjectNode out = Json.object().put("row", i);
                    if (branches.size() > 1) {
                        out.put("answer", answer);
                    }
                    System.out.println(out.put("logp", scores.values()[at++]).put("tokens", branches.get(answer).scoredLength()));
                }
            }
        }
        return 0;
    }
}
