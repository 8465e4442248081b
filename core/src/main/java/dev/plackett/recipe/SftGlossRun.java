package dev.plackett.recipe;

import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.event.Listener;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.DecoderPlan;
import dev.plackett.model.Want;
import dev.plackett.model.architecture.Llama;
import dev.plackett.objective.Objective;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Report;
import dev.plackett.tensor.Machine;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Schedule;
import dev.plackett.train.Scoring;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains the embedded base model from scratch: {@code define: <word>} is answered by the word's definition or by one of its usage examples, both from
 * splits A and B. The usage examples blur the base on purpose: a judge can then hear which answers are definitions.
 */
final class SftGlossRun implements RecipeKind<SftGlossRun.Config> {

    /** Configuration. */
    public record Config(
        @Doc("Folder with tokenizer.json, or 'embedded'.") @Default("embedded") String tokenizer,
        @Doc("The model's shape and how its data is mixed.") Model model,
        @Doc("Peak learning rate.") @Default("2e-3") @Range(min = 0) double learningRate,
        @Doc("Rows per update.") @Default("96") @Range(min = 1) int batchSize,
        @Doc("Passes over the data.") @Default("1.3") @Range(min = 0) double epochs,
        @Doc("Seed of weights and order.") @Default("1") long seed) {}

    private static final long TOKENS = 8000;
    private static final int HELD_OUT = 3000;
    private static final int CHECKPOINT_STEPS = 500;

    /** What is trained, and on which mixture. */
    public record Model(
        @Doc("Hidden size.") @Default("256") @Range(min = 8) int width,
        @Doc("Layers.") @Default("4") @Range(min = 1) int layers,
        @Doc("Query heads.") @Default("4") @Range(min = 1) int heads,
        @Doc("Key/value heads.") @Default("2") @Range(min = 1) int kvHeads,
        @Doc("Width of the feed-forward layers.") @Default("640") @Range(min = 8) int mlp,
        @Doc("Longest sequence.") @Default("256") @Range(min = 64) int positions,
        @Doc("How often each usage example is repeated per epoch; more makes the base answer with examples more often.")
        @Default("3") @Range(min = 0) int exampleCopies,
        @Doc("Answers are cut to this many tokens.") @Default("48") @Range(min = 2) int longest) {}

    @Override
    public String name() {
        return "sft-gloss";
    }

    @Override
    public Class<Config> config() {
        return Config.class;
    }

    @Override
    public String purpose() {
        return "Train the embedded base model from scratch on WordNet: a word is answered by its definition or a usage example.";
    }

    @Override
    public Validation validate(Config config) {
        return config.tokenizer().equals(ModelFolder.EMBEDDED) ? Validation.ok()
            : Validation.ok().needsFolder("tokenizer", Path.of(config.tokenizer()), "tokenizer.json");
    }

    @Override
    public Map<String, Path> inputs(Config config) {
        return Map.of("tokenizer", Path.of(config.tokenizer()));
    }

    @Override
    public Conclusion run(Config config, RunContext context) throws Exception {
        Path tokenizer = config.tokenizer().equals(ModelFolder.EMBEDDED) ? EmbeddedModels.unpack("base", context.folder().path().resolve("inputs"))
            : Path.of(config.tokenizer());
        Settings settings = new Settings(config.learningRate(), config.batchSize(), config.epochs(), config.epochs(), Schedule.Shape.COSINE, 0.03,
            Settings.Rule.ADAMW, 0.01, 1, TOKENS);
        Path folder = context.stage("train", 1500, ContentHash.none().path("tokenizer", tokenizer.resolve("tokenizer.json"), context.digests()), stage -> {
            double loss = train(WordNet.load(), tokenizer, config.model(), settings, config.seed(), stage, context.listener());
            new ModelFolder(tokenizer).copyCompanions(stage.file("model"));
            context.listener().metrics("held-out", Map.of(), Map.of("nll_per_token", loss));
        });
        MetricTable metrics = context.folder().metrics();
        Report report = Report.titled("Supervised training on WordNet", "The model is in " + folder.resolve("model"))
            .section("Loss").chart(LineChart.of("Training loss", "step", "nats per token").smoothed("loss", metrics.series("train").column("step"),
                metrics.series("train").column("loss"), 50))
            .section("Held-out words").text(String.format("%.4f nats per token on definitions of split T, which never trains.",
                metrics.series("held-out").last("nll_per_token")));
        return new Conclusion(report, List.of(), List.of(config.seed())).result("model", folder.resolve("model"));
    }

    /**
     * Trains and saves into the stage's folder {@code model}; goes on from the stage's last checkpoint.
     *
     * @return the negative log-likelihood per token of glosses of split T
     */
    private static double train(WordNet wordNet, Path tokenizerFolder, Model shape, Settings settings, long seed, Stage stage, Listener listener) {
        try (Scope scope = Scope.open(); Tokenizer tokenizer = Tokenizer.open(tokenizerFolder)) {
            List<Example<TokenBatch>> train = new ArrayList<>();
            List<TokenBatch> heldOut = new ArrayList<>();
            for (Synset s : wordNet.synsets()) {
                if (s.split() == Synset.Split.T) {
                    heldOut.add(batch(tokenizer, s, s.answer(), shape.longest()));
                    continue;
                }
                train.add(new Example<>(batch(tokenizer, s, s.answer(), shape.longest()), Columns.none()));
                for (String example : s.examples()) {
                    Example<TokenBatch> row = new Example<>(batch(tokenizer, s, " " + example, shape.longest()), Columns.none());
                    for (int i = 0; i < shape.exampleCopies(); i++) {
                        train.add(row);
                    }
                }
            }
            listener.info(String.format("%,d rows, %,d tokens per epoch", train.size(), train.stream().mapToLong(e -> e.batch().cost()).sum()));
            DecoderPlan config = Llama.plan(new CausalModel.Shape(tokenizer.size(), shape.width(), shape.layers(), shape.heads(), shape.kvHeads(),
                shape.width() / shape.heads(), shape.positions()), shape.mlp(), tokenizer.bos().orElseThrow(), tokenizer.eos().orElseThrow(), Optional.of(0));
            try (Decoder model = Decoder.initialised(config, Seeds.of(seed).at("initialise"), ScalarType.Float, Machine.fastestCompute());
                 TrainingLoop<TokenBatch> loop = TrainingLoop.over(train, new CausalScorer(model), model.parameters(), settings, Seeds.of(seed))) {
                CheckpointedTraining.run(loop, Objective.sft(), "train", Map.of(), stage, listener, CHECKPOINT_STEPS);
                model.save(stage.file("model"), ScalarType.BFloat16);
                List<TokenBatch> sample = heldOut.subList(0, Math.min(HELD_OUT, heldOut.size()));
                double sum = Arrays.stream(Scoring.all(new CausalScorer(model), sample, Want.SEQUENCES, TOKENS, stage.stop()).values()).sum();
                return -sum / sample.stream().mapToLong(TokenBatch::scoredTokens).sum();
            }
        }
    }

    private static TokenBatch batch(Tokenizer tokenizer, Synset s, String answer, int longest) {
        PromptCompletion ids = PromptCompletion.of(tokenizer, s.prompt(), answer, true, PromptCompletion.Straddle.ERROR);
        int[] completion = ids.completion();
        return TokenBatch.of(Row.of(ids.prompt(), completion.length <= longest ? completion : Arrays.copyOf(completion, longest)));
    }
}
