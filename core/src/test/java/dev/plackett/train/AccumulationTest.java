package dev.plackett.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.Fixtures;
import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Grain;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.architecture.Llama;
import dev.plackett.objective.Bco;
import dev.plackett.objective.Carry;
import dev.plackett.objective.ChosenOnly;
import dev.plackett.objective.Cpo;
import dev.plackett.objective.Needs;
import dev.plackett.objective.Objective;
import dev.plackett.objective.ObjectiveProvider;
import dev.plackett.objective.Unit;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For every objective there is: k micro-batches are one batch, and order, splitting and recomputing change nothing. */
class AccumulationTest {

    private static final int PROMPTS = 5;
    private static final int ANSWERS = 4;

    /** Every provider with its defaults, and other forms of some. */
    static Stream<Objective> objectives() {
        Stream<Objective> shipped = ObjectiveProvider.all().stream().map(p -> p.create(Map.of()));
        Stream<Objective> others = Stream.of(Map.of("answers", "all", "eta", 8), Map.of("target", "hard", "eta", 8), Map.of("target", "single", "eta", 8),
            Map.of("baseline", "partition", "eta", 8), Map.of("similarity_gate", true, "eta", 8), Map.of("token_mean", true, "eta", 8), Map.of("weight", "sum"))
            .map(options -> Objective.named("sppo", options));
        Stream<Objective> changed = Stream.of(Map.of("ld_alpha", 0.5), Map.of("use_weighting", true), Map.of("f_divergence_type", "forward_kl", "ld_alpha", 0.5,
            "use_weighting", true)).map(options -> Objective.named("dpo", options));
        Stream<Objective> more = Stream.of(new Bco(0.1, Bco.Shift.RUNNING), new Cpo(0.1, 1, 0, Cpo.Nll.PAPER), ChosenOnly.onPairs(Objective.sft()),
            Objective.named("sum", Map.of("loss_type", List.of("aot", "dpo"), "ld_alpha", 0.5)));
        return Stream.of(shipped, others, changed, more).flatMap(s -> s);
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void inSinglePrecisionOnTheFixture(Objective objective) {
        try (Scope scope = Scope.open(); Decoder model = Decoder.trainable(Fixtures.path("models/llama"), ScalarType.Float, ScalarType.Float)) {
            check(model, objective, 1e-5);
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void inDoublePrecision(Objective objective) {
        try (Scope scope = Scope.open(); Decoder model = Decoder.initialised(Llama.plan(new CausalModel.Shape(61, 16, 2, 4, 2, 4, 64), 24, 1, 2, Optional.of(0)),
                Seeds.of(1), ScalarType.Double, ScalarType.Double)) {
            check(model, objective, 1e-10);
        }
    }

    private static void check(Decoder model, Objective objective, double tolerance) {
        List<Example<TokenBatch>> examples = examples(objective.needs(), model.shape().vocabulary());
        double[] whole = gradient(model, model, objective, examples, Long.MAX_VALUE / 2);
        assertThat(norm(whole)).isPositive();
        assertThat(distance(whole, gradient(model, model, objective, examples, 60))).as("a few units at a time").isLessThan(tolerance);
        assertThat(distance(whole, gradient(model, model, objective, examples, 1))).as("units in pieces").isLessThan(tolerance);
        List<Example<TokenBatch>> shuffled = new ArrayList<>(examples);
        Collections.reverse(shuffled);
        assertThat(distance(whole, gradient(model, model, objective, shuffled, 100))).as("another order").isLessThan(tolerance);
        assertThat(distance(whole, gradient(model, model.recomputing(), objective, examples, 60))).as("recomputed").isLessThan(tolerance);
    }

    private static double[] gradient(Decoder model, CausalModel scored, Objective objective, List<Example<TokenBatch>> examples, long budget) {
        new Engine<>(new CausalScorer(scored), model.parameters(), budget, Exchange.alone()).gradient(examples, objective, Carry.empty());
        return Tensors.toDoubles(model.parameters().gradient());
    }

    /** Units of the size that the objective asks for, of unequal lengths, with every column there is. */
    private static List<Example<TokenBatch>> examples(Needs needs, int vocabulary) {
        int size = needs.unit() == Unit.GROUP ? ANSWERS : needs.unit() == Unit.EXAMPLE ? 1 : 2;
        SplittableRandom random = new SplittableRandom(5);
        return IntStream.range(0, PROMPTS).mapToObj(p -> {
            int[][] answers = IntStream.range(0, size).mapToObj(a -> ids(random, 1 + random.nextInt(9), vocabulary)).toArray(int[][]::new);
            int elements = needs.grain() == Grain.TOKEN ? Arrays.stream(answers).mapToInt(a -> a.length).sum() : size;
            Columns columns = Columns.of(Column.WIN_RATE, numbers(size, random, r -> 0.2 + 0.6 * r.nextDouble())).with(Column.PAIR_WIN, 0.5 + random.nextDouble() / 2)
                .with(Column.SIMILARITY, random.nextDouble()).with(Column.LOG_PARTITION, 3 + random.nextDouble())
                .with(Column.LABEL, random.nextInt(2)).with(Column.REWARD, numbers(size, random, SplittableRandom::nextDouble))
                .with(Column.REFERENCE, numbers(elements, random, r -> -20 * r.nextDouble())).with(Column.GROUP, numbers(size, random, r -> p));
            return new Example<>(TokenBatch.of(Row.of(ids(random, 2 + random.nextInt(6), vocabulary), answers)), columns);
        }).toList();
    }

    private static int[] ids(SplittableRandom random, int n, int vocabulary) {
        return IntStream.range(0, n).map(i -> 1 + random.nextInt(vocabulary - 1)).toArray();
    }

    private static double[] numbers(int n, SplittableRandom random, ToDoubleFunction<SplittableRandom> draw) {
        return IntStream.range(0, n).mapToDouble(i -> draw.applyAsDouble(random)).toArray();
    }

    private static double norm(double[] a) {
        return Math.sqrt(IntStream.range(0, a.length).mapToDouble(i -> a[i] * a[i]).sum());
    }

    private static double distance(double[] a, double[] b) {
        return norm(IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray()) / norm(a);
    }
}
