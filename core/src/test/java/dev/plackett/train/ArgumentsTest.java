package dev.plackett.train;

import static dev.plackett.Refusals.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.Refusals;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.FormatException;
import dev.plackett.io.SafetensorsWriter;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Want;
import dev.plackett.model.architecture.Llama;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Training refuses what it cannot do before it changes anything. */
class ArgumentsTest {

    private static final Settings SOUND = settings(1e-3, 3, 3, 2, 0.1, 0, 1, 200);

    @TempDir
    Path folder;

    private static Decoder model;

    @BeforeAll
    static void open() {
        model = Decoder.initialised(Llama.plan(new CausalModel.Shape(20, 8, 1, 2, 2, 4, 16), 12, 1, 2, Optional.of(0)), Seeds.of(1), ScalarType.Float, ScalarType.Float);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Settings settings(double rate, int batch, double epochs, double stop, double warmup, double decay, double norm, long tokens) {
        return new Settings(rate, batch, epochs, stop, Schedule.Shape.LINEAR, warmup, Settings.Rule.ADAMW, decay, norm, tokens);
    }

    private static ParameterStore store(String name, long... shape) {
        return ParameterStore.trainable(List.of(ParameterStore.Group.of(name, shape)), ScalarType.Float, ScalarType.Float);
    }

    private static Engine<TokenBatch> engine() {
        return new Engine<>(new CausalScorer(model), model.parameters(), 100, Exchange.alone());
    }

    private static Trainer<TokenBatch> trainer(Schedule schedule, double maxGradientNorm) {
        return new Trainer<>(engine(), model.parameters(), Optimizer.rmsProp(model.parameters(), 0.99, 1e-8, 0), schedule, maxGradientNorm);
    }

    private static List<Example<TokenBatch>> one() {
        return List.of(new Example<>(TokenBatch.of(Row.of(new int[] {1}, new int[] {3, 4})), Columns.none()));
    }

    static Stream<Arguments> calls() {
        return Stream.of(
            call("learning rate", () -> settings(0, 3, 3, 2, 0.1, 0, 1, 200), "learning rate is 0"),
            call("an infinite learning rate", () -> settings(Double.POSITIVE_INFINITY, 3, 3, 2, 0.1, 0, 1, 200), "learning rate is Infinity"),
            call("batch size", () -> settings(1e-3, 0, 3, 2, 0.1, 0, 1, 200), "batch size is 0"),
            call("schedule epochs", () -> settings(1e-3, 3, Double.NaN, 2, 0.1, 0, 1, 200), "schedule epochs is NaN"),
            call("an end beyond the schedule", () -> settings(1e-3, 3, 3, 4, 0.1, 0, 1, 200), "stop after epochs is 4"),
            call("warm-up", () -> settings(1e-3, 3, 3, 2, 1.5, 0, 1, 200), "warm-up ratio is 1.5"),
            call("weight decay", () -> settings(1e-3, 3, 3, 2, 0.1, -1, 1, 200), "weight decay is -1"),
            call("gradient norm", () -> settings(1e-3, 3, 3, 2, 0.1, 0, Double.NaN, 200), "max gradient norm is NaN"),
            call("micro-batch", () -> settings(1e-3, 3, 3, 2, 0.1, 0, 1, 0), "micro-batch tokens is 0"),
            call("a trainer's gradient norm", () -> trainer(step -> 1e-3, -1), "max gradient norm is -1"),
            call("a schedule that gives no number", () -> trainer(step -> Double.NaN, 1).step(one(), Objective.sft()), "learning rate of NaN"),
            call("a schedule that gives a negative rate", () -> trainer(step -> -1, 1).step(one(), Objective.sft()), "learning rate of -1"),
            call("an engine's budget", () -> new Engine<>(new CausalScorer(model), model.parameters(), 0, Exchange.alone()), "not 0"),
            call("frozen parameters", () -> new Engine<>(new CausalScorer(model), ParameterStore.frozen(List.of(ParameterStore.Group.of("w", 2)), ScalarType.Float),
                100, Exchange.alone()), "frozen"),
            call("no examples", () -> engine().gradient(List.of(), Objective.sft(), Carry.empty()), "at least one example"),
            call("nothing to evaluate", () -> engine().evaluate(List.of(), Objective.sft(), Carry.empty()), "0 examples"),
            call("no examples for a loop", () -> TrainingLoop.over(List.<Example<TokenBatch>>of(), new CausalScorer(model), model.parameters(), SOUND, Seeds.of(1)),
                "0 examples"),
            call("a budget of scoring", () -> Scoring.all(new CausalScorer(model), List.of(one().get(0).batch()), Want.SEQUENCES, 0), "budget of 0"),
            call("a budget of references", () -> References.attach(one(), new CausalScorer(model), Want.SEQUENCES, -5), "budget of -5"),
            call("updates", () -> Optimizer.adamW(model.parameters(), 0.9, 0.999, 1e-8, 0).steps(-1), "-1 updates"),
            call("updates of RMSProp", () -> Optimizer.rmsProp(model.parameters(), 0.9, 1e-8, 0).steps(-1), "-1 updates"),
            call("gradient scale", () -> Optimizer.adamW(model.parameters(), 0.9, 0.999, 1e-8, 0).step(model.parameters().gradient(), Double.NaN, 1e-3), "times NaN"),
            call("another store's gradient", () -> Optimizer.rmsProp(model.parameters(), 0.9, 1e-8, 0.1).step(Tensors.of(1f), 0.5, 1e-3), "flat buffer"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void isRefusedAndNothingChanges(String name, ThrowingCallable call, String[] words) {
        try (Scope scope = Scope.open()) {
            double[] before = Tensors.toDoubles(model.parameters().flat());
            Refusals.check(call, words);
            assertThat(Tensors.toDoubles(model.parameters().flat())).isEqualTo(before);
        }
    }

    /** A checkpoint that is not this training's is refused, and the parameters stay what they were. */
    @ParameterizedTest
    @CsvSource({"parameters, F32, 31, parameters", "parameters, F64, 16, parameters", "parameters, none, 0, parameters", "optimizer.exp_avg, F32, 8, exp_avg",
        "optimizer.exp_avg_sq, BF16, 16, exp_avg_sq", "optimizer.exp_avg_sq, none, 0, no such tensor"})
    void tensorsOfAnotherCheckpointAreRefused(String tensor, String dtype, int length, String words) {
        try (Scope scope = Scope.open(); ParameterStore store = store("w", 3); Optimizer optimizer = Optimizer.adamW(store, 0.9, 0.999, 1e-8, 0)) {
            Checkpoint.save(folder, store, optimizer, Map.of(), Carry.empty());
            Map<String, Tensor> tensors = new HashMap<>(Map.of("parameters", store.flat().add(Tensors.scalar(1))));
            optimizer.state().forEach((name, state) -> tensors.put("optimizer." + name, state));
            tensors.remove(tensor);
            if (length > 0) {
                ScalarType type = dtype.equals("F64") ? ScalarType.Double : dtype.equals("BF16") ? ScalarType.BFloat16 : ScalarType.Float;
                tensors.put(tensor, Tensors.zeros(type, length));
            }
            SafetensorsWriter.write(folder.resolve("state.safetensors"), tensors, Map.of());
            assertThatThrownBy(() -> Checkpoint.restore(folder, store, optimizer, Map.of())).isInstanceOf(FormatException.class)
                .hasMessageContaining("state.safetensors").hasMessageContaining(words);
            assertThat(Tensors.toDoubles(store.flat())).containsOnly(0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"\"version\":1; \"version\":2; version", "\"steps\":0; \"steps\":-1; steps", "\"steps\":0; \"steps\":0.5; steps",
        "\"steps\":0; \"steps\":1e30; steps", "[\"w\"]; [\"v\"]; another model", "\"carry\":{}; \"carry\":{\"n\":[0.5]}; carry, 'n'", "{; [; state.json"})
    void fieldsOfAnotherCheckpointAreRefused(String sound, String wrong, String words) throws IOException {
        try (Scope scope = Scope.open(); ParameterStore store = store("w", 3); Optimizer optimizer = Optimizer.adamW(store, 0.9, 0.999, 1e-8, 0)) {
            store.flat().fill_(Tensors.scalar(1));
            Checkpoint.save(folder, store, optimizer, Map.of(), Carry.empty());
            store.flat().fill_(Tensors.scalar(2));
            Path file = folder.resolve("state.json");
            String text = Files.readString(file);
            assertThat(text).contains(sound);
            Files.writeString(file, text.replace(sound, wrong));
            assertThatThrownBy(() -> Checkpoint.restore(folder, store, optimizer, Map.of())).isInstanceOf(FormatException.class).hasMessageContaining(words);
            assertThat(Tensors.toDoubles(store.flat())).containsOnly(2);
            Files.writeString(file, text);
            Checkpoint.restore(folder, store, optimizer, Map.of());
            assertThat(Tensors.toDoubles(store.flat())).containsOnly(1);
        }
    }

    @Test
    void settingsThatAreSoundPass() {
        assertThat(SOUND.scheduleSteps(10)).isEqualTo(12);
        assertThat(SOUND.totalSteps(10)).isEqualTo(8);
    }
}
