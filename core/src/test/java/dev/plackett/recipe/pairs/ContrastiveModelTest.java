package dev.plackett.recipe.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.LogSpace;
import dev.plackett.evaluate.did.ContrastiveDecoding;
import dev.plackett.event.StopSignal;
import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Continuation;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Want;
import dev.plackett.recipe.TinyModel;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Scoring;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models that generate as one, against the formula on their log-probabilities. */
class ContrastiveModelTest {

    private static final int[] PROMPT = {1, 20, 30, 40};

    @TempDir
    Path temp;

    private static List<Continuation> generate(CausalModel model, int samples, int tokens) {
        List<Prompt> prompts = Prompt.of(List.of(PROMPT, new int[] {1, 50}));
        return new CausalGenerator(model, 8).generate(prompts, samples, Sampling.at(1, tokens, Set.of()), Seeds.of(5), n -> { });
    }

    /** Log-probability of every token after a prefix. */
    private static double[] next(CausalModel model, int[] prefix) {
        int[][] each = IntStream.range(0, model.shape().vocabulary()).mapToObj(v -> new int[] {v}).toArray(int[][]::new);
        return Scoring.all(new CausalScorer(model), List.of(TokenBatch.of(Row.of(prefix, each))), Want.SEQUENCES, 10_000, StopSignal.none()).values();
    }

    @Test
    void logProbabilitiesAreThoseOfTheFormula() {
        try (Scope scope = Scope.open();
             Decoder reference = Decoder.frozen(TinyModel.write(temp.resolve("reference")), ScalarType.Float);
             Decoder target = Decoder.frozen(TinyModel.write(temp.resolve("target"), 2), ScalarType.Float)) {
            for (Continuation c : generate(new ContrastiveModel(reference, target, 40), 3, 4)) {
                int[] prefix = c.prompt() == 0 ? PROMPT : new int[] {1, 50};
                double sum = 0;
                for (int id : c.ids()) {
                    double[] logits = ContrastiveDecoding.logits(next(reference, prefix), next(target, prefix), 40);
                    sum += LogSpace.normalised(logits)[id];
                    prefix = Arrays.copyOf(prefix, prefix.length + 1);
                    prefix[prefix.length - 1] = id;
                }
                assertThat(c.logp()).isCloseTo(sum, within(5e-3));
            }
        }
    }

    @Test
    void aTargetThatIsTheReferenceChangesNothing() {
        try (Scope scope = Scope.open(); Decoder reference = Decoder.frozen(TinyModel.write(temp.resolve("reference")), ScalarType.Float)) {
            assertThat(generate(new ContrastiveModel(reference, reference, 1), 4, 6)).usingRecursiveComparison().ignoringFields("logp", "samplingLogp")
                .isEqualTo(generate(reference, 4, 6));
        }
    }

    @Test
    void modelsOfOtherSizesAreRefused() {
        CausalModel.Shape one = new CausalModel.Shape(270, 16, 1, 2, 2, 8, 64);
        assertThat(ContrastiveModel.problem(one, new CausalModel.Shape(270, 32, 3, 2, 2, 8, 32))).isEmpty();
        assertThat(ContrastiveModel.problem(one, new CausalModel.Shape(270, 16, 1, 2, 1, 8, 64)).orElseThrow()).contains("equal heads");
    }
}
