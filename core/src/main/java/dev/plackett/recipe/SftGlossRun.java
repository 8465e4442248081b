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
import dev.plackett.model.Llama;
import dev.plackett.model.LlamaConfig;
import dev.plackett.model.Want;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.Machine;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Scoring;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains the embedded base model from scratch: {@code define: <word>} is answered by the word's definition or by one of its usage examples, both from
 * splits A and B. The usage examples blur the base on purpose: a judge can then hear which answers are definitions.
 */
final class SftGlossRun {

    private static final long TOKENS = 8000;
    private static final int HELD_OUT = 3000;

    private SftGlossRun() {}

    /**
     * What is trained.
     *
     * @param width         hidden size
     * @param layers        number of layers
     * @param heads         query heads
     * @param kvHeads       key/value heads
     * @param mlp           width of the feed-forward layers
     * @param positions     longest sequence
     * @param exampleCopies how often each usage example is repeated per epoch
     * @param longest       answers are cut to this many tokens
     */
    record Model(int width, int layers, int heads, int kvHeads, int mlp, int positions, int exampleCopies, int longest) {}

    /**
     * Trains and saves.
     *
     * @return the negative log-likelihood per token of glosses of split T; NaN when stopped early
     */
    static double train(WordNet wordNet, Path tokenizerFolder, Model shape, Settings settings, long seed, Path folder, Listener listener,
                        BooleanSupplier stop) {
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
            LlamaConfig config = LlamaConfig.of(new CausalModel.Shape(tokenizer.size(), shape.width(), shape.layers(), shape.heads(), shape.kvHeads(),
                shape.width() / shape.heads(), shape.positions()), shape.mlp(), tokenizer.bos().orElseThrow(), tokenizer.eos().orElseThrow(), Optional.of(0));
            try (Llama model = Llama.initialised(config, Seeds.of(seed).at("initialise"), ScalarType.Float, Machine.fastestCompute());
                 TrainingLoop<TokenBatch> loop = TrainingLoop.over(train, new CausalScorer(model), model.parameters(), settings, Seeds.of(seed))) {
                if (!loop.run(Objective.sft(), "train", Map.of(), listener, stop)) {
                    return Double.NaN;
                }
                model.save(folder, ScalarType.BFloat16);
                List<TokenBatch> sample = heldOut.subList(0, Math.min(HELD_OUT, heldOut.size()));
                double sum = Arrays.stream(Scoring.all(new CausalScorer(model), sample, Want.SEQUENCES, TOKENS).values()).sum();
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
