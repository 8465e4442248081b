package dev.plackett.cli;

import dev.plackett.data.TokenBatch;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Llama;
import dev.plackett.model.Scores;
import dev.plackett.model.Want;
import dev.plackett.tensor.Scope;
import dev.plackett.train.Scoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch.ScalarType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code plackett score}. */
@Command(name = "score", description = "Log-likelihoods of completions, one JSON line per row.", footerHeading = "%nExamples:%n", footer = {
    "  plackett score --model DIR --data rows.jsonl       rows are {\"prompt\", \"completion\"}",
    "  plackett score --model DIR --data ids.jsonl        or {\"input_ids\", \"completion_mask\"}, which needs no tokenizer",
    "Prints {\"logp\": sum over the completion's tokens, \"tokens\": how many}."})
final class ScoreCommand implements Callable<Integer> {

    private static final long TOKENS = 4096;

    @Option(names = "--model", required = true, paramLabel = "DIR", description = "Hugging Face folder of a Llama.")
    private Path model;

    @Option(names = "--data", required = true, paramLabel = "FILE.jsonl", description = "Rows to score.")
    private Path data;

    @Option(names = "--no-eos", description = "Do not score an end-of-sequence token after the completion.")
    private boolean noEos;

    @Option(names = "--straddle-to-completion", description = "Give a token that lies across the end of the prompt to the completion, instead of an error.")
    private boolean straddle;

    @Override
    public Integer call() {
        List<ObjectNode> rows = JsonLines.read(data);
        try (Scope scope = Scope.open(); Llama llama = Llama.frozen(model, ScalarType.Float); TokenRows tokens = new TokenRows(model, data, !noEos, straddle)) {
            List<TokenBatch> batches = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                batches.add(TokenBatch.of(tokens.scored(rows.get(i), i + 1, llama.shape())));
            }
            Scores scores = Scoring.all(new CausalScorer(llama), batches, Want.SEQUENCES, TOKENS);
            for (int i = 0; i < rows.size(); i++) {
                System.out.println(Json.object().put("logp", scores.values()[i]).put("tokens", batches.get(i).scoredTokens()));
            }
        }
        return 0;
    }
}
