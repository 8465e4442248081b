package dev.plackett.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Grain;
import dev.plackett.data.MaskedBatch;
import dev.plackett.data.MaskedSample;
import dev.plackett.data.TokenMasking;
import dev.plackett.event.Event;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.Schedule;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaskedLanguageModelTest {

    private static final MaskedSample FIRST = new MaskedSample(new int[] {1, 3, 8, 3, 10, 2}, new int[] {1, 3}, new int[] {7, 9}, 1);
    private static final MaskedSample SECOND = new MaskedSample(new int[] {1, 7, 3, 3, 3, 2}, new int[] {2, 3, 4}, new int[] {8, 9, 10}, 2.5);
    private static final MaskedSample LONGER = new MaskedSample(new int[] {1, 11, 12, 3, 14, 15, 16, 17, 18, 19, 20, 2}, new int[] {3}, new int[] {13}, -0.5);
    private static final MaskedBatch BATCH = new MaskedBatch(List.of(List.of(FIRST, SECOND), List.of(LONGER)));

    @TempDir
    Path folder;

    private static MaskedLanguageModel model(double scale) {
        MaskedLanguageModel model = MaskedLanguageModel.initialised(DebertaConfig.of(24, 16, 2, 2, 32, 4, 16), Seeds.of(3), ScalarType.Double, ScalarType.Double);
        model.parameters().flat().mul_(Tensors.scalar(scale));
        return model;
    }

    private static double[] scores(MaskedLanguageModel model, MaskedBatch batch, Grain grain) {
        return model.score(batch, new Want(grain, Set.of())).values();
    }

    @Test
    void grainsAddUp() {
        try (Scope scope = Scope.open(); MaskedLanguageModel model = model(10)) {
            double[] tokens = scores(model, BATCH, Grain.TOKEN);
            double[] samples = scores(model, BATCH, Grain.SAMPLE);
            double[] sequences = scores(model, BATCH, Grain.SEQUENCE);
            assertThat(samples).containsExactly(new double[] {tokens[0] + tokens[1], tokens[2] + tokens[3] + tokens[4], tokens[5]}, within(1e-12));
            assertThat(sequences).containsExactly(new double[] {samples[0] + samples[1], samples[2]}, within(1e-12));
            Scores byToken = model.score(BATCH, Want.TOKENS);
            assertThat(byToken.sequenceStart()).containsExactly(0, 5, 6);
            assertThat(byToken.columns().get(Column.LENGTH)).containsExactly(5, 1);
            assertThat(model.score(BATCH, new Want(Grain.SAMPLE, Set.of())).sequenceStart()).containsExactly(0, 2, 3);
        }
    }

    @Test
    void scoresDoNotDependOnPaddingOrNeighbours() {
        try (Scope scope = Scope.open(); MaskedLanguageModel model = model(10)) {
            double[] together = scores(model, BATCH, Grain.TOKEN);
            assertThat(scores(model, MaskedBatch.of(FIRST, SECOND), Grain.TOKEN))
                .containsExactly(new double[] {together[0], together[1], together[2], together[3], together[4]}, within(1e-12));
            MaskedSample weighed = new MaskedSample(FIRST.ids(), FIRST.positions(), FIRST.targets(), 3);
            assertThat(scores(model, MaskedBatch.of(weighed), Grain.SEQUENCE)[0]).isCloseTo(3 * (together[0] + together[1]), within(1e-12));
        }
    }

    @Test
    void probabilitiesOfAllTokensAddUpToOne() {
        try (Scope scope = Scope.open(); MaskedLanguageModel model = model(10)) {
            double sum = 0;
            for (int target = 0; target < 24; target++) {
                sum += Math.exp(scores(model, MaskedBatch.of(new MaskedSample(FIRST.ids(), new int[] {3}, new int[] {target}, 1)), Grain.TOKEN)[0]);
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Grain.class, names = {"SEQUENCE", "SAMPLE", "TOKEN"})
    void gradientsEqualFiniteDifferences(Grain grain) {
        try (Scope scope = Scope.open(); MaskedLanguageModel model = model(10)) {
            double[] coefficient = new double[scores(model, BATCH, grain).length];
            for (int i = 0; i < coefficient.length; i++) {
                coefficient[i] = Math.cos(i + 1);
            }
            model.parameters().zeroGradient();
            try (Tape tape = model.record(BATCH, new Want(grain, Set.of()))) {
                tape.backward(coefficient);
            }
            double[] gradient = Tensors.toDoubles(model.parameters().gradient());
            Tensor flat = model.parameters().flat();
            for (int i = 5; i < gradient.length; i += 173) {
                double h = 1e-6;
                flat.narrow(0, i, 1).add_(Tensors.scalar(h));
                double up = weighted(scores(model, BATCH, grain), coefficient);
                flat.narrow(0, i, 1).add_(Tensors.scalar(-2 * h));
                double down = weighted(scores(model, BATCH, grain), coefficient);
                flat.narrow(0, i, 1).add_(Tensors.scalar(h));
                assertThat(gradient[i]).as("parameter %d", i).isCloseTo((up - down) / (2 * h), within(1e-6));
            }
        }
    }

    @Test
    void trainsWithTheCommonEngineAndItsEncoderBecomesARanker() {
        DebertaConfig config = DebertaConfig.of(24, 16, 2, 2, 32, 4, 16);
        TokenMasking masking = new TokenMasking(0.3, 3, 4, 24);
        List<Example<MaskedBatch>> examples = new ArrayList<>();
        for (int i = 0; i < 512; i++) {
            int from = 4 + i % 12;
            examples.add(new Example<>(MaskedBatch.of(masking.apply(new int[] {1, from, from + 1, from + 2, from + 3, from + 4, 2}, Seeds.of(i))), Columns.none()));
        }
        List<Double> losses = new ArrayList<>();
        Settings settings = new Settings(1e-2, 16, 4, 4, Schedule.Shape.COSINE, 0.05, Settings.Rule.ADAMW, 0.01, 1, 1000);
        try (Scope scope = Scope.open(); MaskedLanguageModel model = MaskedLanguageModel.initialised(config, Seeds.of(5), ScalarType.Float, ScalarType.Float);
             TrainingLoop<MaskedBatch> loop = TrainingLoop.over(examples, model, model.parameters(), settings, Seeds.of(6))) {
            loop.run(Objective.sft(), "mlm", Map.of(), e -> {
                if (e instanceof Event.Metrics m) {
                    losses.add(m.values().get("loss"));
                }
            }, () -> false);
            assertThat(losses.get(0)).as("an untrained model guesses uniformly; the words alone would give ln 16 = 2.8").isCloseTo(Math.log(24), within(0.3));
            assertThat(losses.subList(96, 128).stream().mapToDouble(d -> d).average().orElseThrow()).isLessThan(2);
            model.save(folder, ScalarType.Float);
            try (MaskedLanguageModel again = MaskedLanguageModel.trainable(folder, ScalarType.Float, ScalarType.Float);
                 PairRanker ranker = PairRanker.overEncoder(folder, PairRanker.Pooling.PREFIX, Seeds.of(1), ScalarType.Float, ScalarType.Float)) {
                assertThat(scores(again, BATCH, Grain.TOKEN)).isEqualTo(scores(model, BATCH, Grain.TOKEN));
                assertThat(Tensors.toFloats(ranker.parameters().master("pretrained_model.embeddings.word_embeddings.weight")))
                    .isEqualTo(Tensors.toFloats(model.embeddings()));
            }
        }
    }

    @Test
    void wrongRequestsAreRefused() {
        try (Scope scope = Scope.open(); MaskedLanguageModel model = model(1)) {
            assertThatThrownBy(() -> scores(model, BATCH, Grain.SEGMENT)).hasMessageContaining("SEGMENT");
            assertThatThrownBy(() -> scores(model, MaskedBatch.of(new MaskedSample(new int[] {1, 24}, new int[] {1}, new int[] {3}, 1)), Grain.TOKEN))
                .hasMessageContaining("token id 24");
            assertThatThrownBy(() -> scores(model, MaskedBatch.of(new MaskedSample(new int[] {1, 3}, new int[] {1}, new int[] {24}, 1)), Grain.TOKEN))
                .hasMessageContaining("token id 24");
            try (Tape tape = model.record(BATCH, Want.SEQUENCES)) {
                assertThatThrownBy(() -> tape.backward(new double[3])).hasMessageContaining("3 coefficients for 2 scores");
            }
        }
    }

    private static double weighted(double[] values, double[] coefficient) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += coefficient[i] * values[i];
        }
        return sum;
    }
}
