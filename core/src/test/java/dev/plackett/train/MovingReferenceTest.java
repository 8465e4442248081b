package dev.plackett.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Want;
import dev.plackett.model.architecture.Llama;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.Lora;
import dev.plackett.recipe.TrainedModel;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MovingReferenceTest {

    private static final Settings SETTINGS = new Settings(1e-2, 4, 4, 4, Schedule.Shape.CONSTANT, 0, Settings.Rule.ADAMW, 0, 1, 200);

    @TempDir
    Path folder;
    private boolean adapter;
    private ScalarType compute = ScalarType.Float;

    @BeforeEach
    void writeModel() {
        try (Scope scope = Scope.open(); Decoder model = Decoder.initialised(Llama.plan(new CausalModel.Shape(31, 16, 1, 2, 2, 8, 64), 24, 1, 2, Optional.of(0)),
                Seeds.of(4), ScalarType.Float, ScalarType.Float)) {
            model.save(folder.resolve("model"), ScalarType.Float);
        }
    }

    /** A run's rows, the policy and the reference at its end. */
    private record End(List<Map<String, Double>> metrics, double[] policy, double[] reference) {
        double[] loss() {
            return metrics.stream().mapToDouble(m -> m.get("loss")).toArray();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, Float", "true, Float", "false, BFloat16", "true, BFloat16"})
    void aReferenceThatIsReplacedStartsTheLossAnew(boolean adapter, ScalarType compute) {
        this.adapter = adapter;
        this.compute = compute;
        End end = train(1, 3, Integer.MAX_VALUE, "none");
        assertThat(end.loss()).hasSize(12);
        for (int step = 0; step < 12; step++) {
            if (step % 3 == 0) {
                assertThat(end.loss()[step]).as("step %d: reference and policy are one", step).isCloseTo(Math.log(2), within(1e-6));
            } else {
                assertThat(end.loss()[step]).as("step %d", step).isNotCloseTo(Math.log(2), within(2e-5));
            }
            assertThat(end.metrics().get(step).get("reference/updates")).isEqualTo(step / 3);
        }
        assertThat(end.reference()).isEqualTo(end.policy());
    }

    /** Beyond the last update it is as if it had never moved. */
    @Test
    void aReferenceThatNeverMovesIsTheCachedOne() {
        End end = train(0.6, 100, Integer.MAX_VALUE, "none");
        double[] cached = new double[12];
        try (Scope scope = Scope.open(); Decoder model = open(); Decoder before = Decoder.frozen(folder.resolve("model"), ScalarType.Float);
             TrainingLoop<TokenBatch> loop = TrainingLoop.over(References.attach(pairs(), new CausalScorer(before), Want.SEQUENCES, 200),
                 new CausalScorer(model), model.parameters(), SETTINGS, Seeds.of(9))) {
            loop.run(Objective.dpo(0.5), "train", Map.of(), e -> {
                if (e instanceof Event.Metrics m) {
                    cached[(int) loop.steps() - 1] = m.values().get("loss");
                }
            }, () -> false);
        }
        assertThat(end.loss()).containsExactly(cached, within(1e-5));
    }

    /** In float32 and, over the same masters, in bfloat16. */
    @ParameterizedTest
    @CsvSource({"Float", "BFloat16"})
    void weightsAreMixedOneByOne(ScalarType compute) {
        this.compute = compute;
        double[] start = train(0.6, 100, Integer.MAX_VALUE, "none").reference();
        End end = train(0.6, 12, Integer.MAX_VALUE, "none");
        for (int i = 0; i < start.length; i++) {
            assertThat(end.reference()[i]).isCloseTo(0.6 * end.policy()[i] + 0.4 * start[i], within(1e-7));
        }
    }

    @ParameterizedTest
    @CsvSource({"false, Float", "false, BFloat16", "true, BFloat16"})
    void stoppedAnywhereAndResumedItEndsWithTheSameBits(boolean adapter, ScalarType compute) {
        this.adapter = adapter;
        this.compute = compute;
        double alpha = adapter ? 1 : 0.6;
        End whole = train(alpha, 2, Integer.MAX_VALUE, "none");
        for (int stopAfter : new int[] {1, 2, 5, 8}) {
            End first = train(alpha, 2, stopAfter, "at-" + stopAfter);
            End rest = train(alpha, 2, Integer.MAX_VALUE, "at-" + stopAfter);
            assertThat(rest.policy()).isEqualTo(whole.policy());
            assertThat(rest.reference()).isEqualTo(whole.reference());
            List<Map<String, Double>> metrics = new ArrayList<>(first.metrics());
            metrics.addAll(rest.metrics());
            assertThat(metrics).isEqualTo(whole.metrics());
        }
    }

    @Test
    void refusesWhatCannotFollow() {
        try (Scope scope = Scope.open(); Decoder model = open(); Decoder other = Decoder.initialised(
                Llama.plan(new CausalModel.Shape(31, 16, 2, 2, 2, 8, 64), 24, 1, 2, Optional.of(0)), Seeds.of(4), ScalarType.Float, ScalarType.Float)) {
            CausalScorer scorer = new CausalScorer(other);
            assertThatThrownBy(() -> new MovingReference<>(scorer, other.parameters(), 0, 1, 100)).hasMessageContaining("ref_model_mixup_alpha is 0.0");
            assertThatThrownBy(() -> new MovingReference<>(scorer, other.parameters(), 1, 0, 100)).hasMessageContaining("ref_model_sync_steps is 0");
            MovingReference<TokenBatch> reference = new MovingReference<>(scorer, other.parameters(), 1, 1, 100);
            assertThatThrownBy(() -> TrainingLoop.over(pairs(), new CausalScorer(model), model.parameters(), SETTINGS, Seeds.of(9), reference))
                .hasMessageContaining("different parameters");
        }
    }

    private Decoder open() {
        return Decoder.trainable(folder.resolve("model"), ScalarType.Float, ScalarType.Float);
    }

    private End train(double alpha, long every, int stopAfter, String checkpoint) {
        List<Map<String, Double>> metrics = new ArrayList<>();
        Listener listener = e -> {
            if (e instanceof Event.Metrics m) {
                metrics.add(m.values());
            }
        };
        Lora lora = new Lora(adapter ? 4 : 0, 16, List.of("all-linear"));
        Path source = folder.resolve("model");
        try (Scope scope = Scope.open(); TrainedModel trained = TrainedModel.open(source, lora, compute, Seeds.of(2), false);
             Decoder followed = trained.followed(source, lora, compute); TrainingLoop<TokenBatch> loop = TrainingLoop.over(pairs(), new CausalScorer(trained.scored()), trained.parameters(), SETTINGS, Seeds.of(9),
                 new MovingReference<>(new CausalScorer(followed), followed.parameters(), alpha, every, 200))) {
            if (Files.exists(folder.resolve(checkpoint))) {
                loop.restore(folder.resolve(checkpoint));
            }
            if (!loop.run(Objective.dpo(0.5), "train", Map.of(), listener, () -> loop.steps() >= stopAfter)) {
                loop.save(folder.resolve(checkpoint));
            }
            return new End(metrics, Tensors.toDoubles(trained.parameters().flat()), Tensors.toDoubles(followed.parameters().flat()));
        }
    }

    private static List<Example<TokenBatch>> pairs() {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, 12).mapToObj(i -> new Example<>(TokenBatch.of(Row.of(new int[] {1, 2 + i}, random.ints(3, 1, 31).toArray(),
            random.ints(5, 1, 31).toArray())), Columns.none())).toList();
    }
}
