package dev.plackett.cli;

import dev.plackett.event.Listener;
import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Continuation;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.io.Json;
import dev.plackett.model.CausalModel;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.SpecialTokens;
import dev.plackett.text.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code plackett generate}. */
@Command(name = "generate", description = "Continue prompts, one JSON line per row and sample.", footerHeading = "%nExamples:%n", footer = {
    "  plackett generate --model DIR --prompt 'define: otter' --samples 3",
    "  plackett generate --model DIR --data prompts.jsonl --temperature 0 --max-new 32     greedy",
    "Prints {\"row\", \"sample\", \"text\", \"ids\", \"logp\" (temperature 1, untruncated), \"sampling_logp\" (0 when greedy)}.",
    "A sample depends on the seed, its prompt and its number alone."})
final class GenerateCommand implements Callable<Integer> {

    @Mixin
    private ModelOption model;

    @ArgGroup(multiplicity = "1")
    private Source source;

    private static final class Source {
        @Option(names = "--prompt", paramLabel = "TEXT", description = "One prompt.")
        private String prompt;

        @Option(names = "--data", paramLabel = "FILE", description = "Rows with a \"prompt\" (text or messages), or \"input_ids\"; .jsonl, .json, .csv, .tsv, or .txt with one a line.")
        private Path data;
    }

    @Option(names = "--samples", paramLabel = "K", defaultValue = "1", description = "Continuations per prompt.")
    private int samples;

    @Option(names = "--temperature", paramLabel = "T", defaultValue = "1", description = "0 takes the most likely token.")
    private double temperature;

    @Option(names = "--top-k", paramLabel = "K", defaultValue = "0", description = "Only the k most likely tokens; 0 for all.")
    private int topK;

    @Option(names = "--top-p", paramLabel = "P", defaultValue = "1", description = "Only the most likely tokens that together reach P.")
    private double topP;

    @Option(names = "--min-p", paramLabel = "P", defaultValue = "0", description = "Only tokens at least P times as likely as the most likely.")
    private double minP;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "0", description = "Root of the random streams.")
    private long seed;

    @Option(names = "--max-new", paramLabel = "N", defaultValue = "64", description = "Most new tokens.")
    private int maxNew;

    @Option(names = "--ignore-eos", description = "Go on past the end-of-sequence token.")
    private boolean ignoreEos;

    @Override
    public Integer call() {
        try (Scope scope = Scope.open(); ModelOption.Opened opened = model.open(); ModelRows rows = rows(opened.model().shape())) {
            List<int[]> prompts = rows.prompts();
            Sampling sampling = new Sampling(temperature, topK, topP, minP, maxNew, ignoreEos ? Set.of() : stops(rows.tokenizer()));
            Listener console = Session.console();
            List<Continuation> all = new CausalGenerator(opened.model(), 320, Session.stop()).generate(Prompt.of(prompts), samples, sampling, Seeds.of(seed),
                n -> console.progress("generate", n, prompts.size(), "prompts", ""));
            for (Continuation c : all) {
                ObjectNode out = Json.object().put("row", c.prompt()).put("sample", c.sample())
                    .put("text", rows.tokenizer().map(t -> t.decode(c.ids())).orElse(null));
                ArrayNode ids = out.putArray("ids");
                for (int id : c.ids()) {
                    ids.add(id);
                }
                System.out.println(out.put("logp", c.logp()).put("sampling_logp", c.samplingLogp()));
            }
        }
        return 0;
    }

    private ModelRows rows(CausalModel.Shape shape) {
        return source.data == null ? ModelRows.of(model.folder(), source.prompt, shape)
            : ModelRows.of(model.folder(), source.data, shape, true, PromptCompletion.Straddle.TO_COMPLETION);
    }

    /** What ends an answer, by the tokenizer or, without one, by the model's settings. */
    private Set<Integer> stops(Optional<Tokenizer> tokenizer) {
        return tokenizer.map(t -> Arrays.stream(t.stops()).boxed().collect(Collectors.toSet())).orElseGet(() -> SpecialTokens.read(model.folder()).ends());
    }
}
