package dev.plackett.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.Fixtures;
import dev.plackett.data.Branch;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Grain;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.DecoderPlan;
import dev.plackett.model.architecture.Llama;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Needs;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import dev.plackett.objective.Unit;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** However a step is cut, its gradient is the same. */
class EngineTest {

    /** A loss that couples the sequences of a unit nonlinearly: ½(ℓ₀ − 0.5·ℓ₁ + 3)² per unit. */
    private record Coupled(boolean wholeStep) implements Objective {
        @Override
        public Needs needs() {
            return wholeStep ? Needs.of(Unit.PAIR, Grain.SEQUENCE).overWholeStep() : Needs.of(Unit.PAIR, Grain.SEQUENCE);
        }

        @Override
        public Outcome evaluate(Signals s, Carry carry) {
            double[] coefficient = new double[s.policy().length];
            double value = 0;
            for (int u = 0; u < s.units(); u++) {
                int at = s.unitStart()[u];
                double r = s.policy()[at] - 0.5 * s.policy()[at + 1] + 3;
                value += 0.5 * r * r / s.divisors().units();
                coefficient[at] = r / s.divisors().units();
                coefficient[at + 1] = -0.5 * r / s.divisors().units();
            }
            return new Outcome(value, coefficient, Outcome.Kind.GRADIENT, Map.of(), carry);
        }
    }

    @Test
    void cutsAndSharingChangeNothingOnTheFixture() {
        try (Scope scope = Scope.open(); Decoder model = Decoder.trainable(Fixtures.path("models/llama"), ScalarType.Float, ScalarType.Float)) {
            compare(model, 1e-5, 40);
        }
    }

    @Test
    void cutsAndSharingChangeNothingOnNineteenMillionParameters() {
        DecoderPlan config = Llama.plan(new CausalModel.Shape(16_640, 384, 8, 6, 2, 64, 256), 1024, 1, 2, Optional.of(0));
        try (Scope scope = Scope.open(); Decoder model = Decoder.initialised(config, Seeds.of(1), ScalarType.Float, ScalarType.Float)) {
            assertThat(model.parameters().count()).isBetween(18_900_000L, 19_100_000L);
            compare(model, 1e-5, 60);
        }
    }

    @Test
    void cutsChangeNothingInDoublePrecision() {
        DecoderPlan config = Llama.plan(new CausalModel.Shape(61, 16, 2, 4, 2, 4, 64), 24, 1, 2, Optional.of(0));
        try (Scope scope = Scope.open(); Decoder model = Decoder.initialised(config, Seeds.of(1), ScalarType.Double, ScalarType.Double)) {
            compare(model, 1e-12, 20);
        }
    }

    @Test
    void aNonFiniteCoefficientIsRefused() {
        DecoderPlan config = Llama.plan(new CausalModel.Shape(61, 16, 1, 2, 2, 8, 64), 24, 1, 2, Optional.of(0));
        Objective broken = new Objective() {
            @Override
            public Needs needs() {
                return Needs.of(Unit.PAIR, Grain.SEQUENCE);
            }

            @Override
            public Outcome evaluate(Signals s, Carry carry) {
                return new Outcome(0, new double[] {1, Double.NaN}, Outcome.Kind.GRADIENT, Map.of(), carry);
            }
        };
        try (Scope scope = Scope.open(); Decoder model = Decoder.initialised(config, Seeds.of(1), ScalarType.Float, ScalarType.Float)) {
            Engine<TokenBatch> engine = new Engine<>(new CausalScorer(model), model.parameters(), 1000, Exchange.alone());
            assertThatThrownBy(() -> engine.gradient(shared(pairs(1, 60, 5)), broken, Carry.empty())).isInstanceOf(NonFiniteException.class);
            assertThatThrownBy(() -> engine.gradient(List.of(new Example<>(TokenBatch.of(Row.of(new int[] {1}, new int[] {61})), Columns.none())),
                new Coupled(false), Carry.empty())).hasMessageContaining("token id 61").hasMessageContaining("vocabulary of 61");
        }
    }

    private static void compare(Decoder model, double tolerance, int length) {
        List<Row> rows = pairs(6, model.shape().vocabulary(), length);
        double[] whole = gradient(model, shared(rows), 1_000_000, false);
        assertThat(distance(whole, gradient(model, shared(rows), 1_000_000, true))).as("the whole step at once").isLessThan(tolerance);
        assertThat(distance(whole, gradient(model, shared(rows), 2L * length, true))).as("two-pass").isLessThan(tolerance);
        assertThat(distance(whole, gradient(model, shared(rows), 2L * length, false))).as("one pair at a time").isLessThan(tolerance);
        assertThat(distance(whole, gradient(model, shared(rows), 3, false))).as("pieces of pairs").isLessThan(tolerance);
        assertThat(distance(whole, gradient(model, shared(rows), 3, true))).as("two-pass in pieces").isLessThan(tolerance);
        assertThat(distance(whole, gradient(model, separate(rows), 1_000_000, false))).as("prompts not shared").isLessThan(tolerance);
        List<Row> reversed = new ArrayList<>(rows);
        java.util.Collections.reverse(reversed);
        assertThat(distance(whole, gradient(model, shared(reversed), 100, false))).as("another order").isLessThan(tolerance);
    }

    private static double[] gradient(Decoder model, List<Example<TokenBatch>> examples, long budget, boolean wholeStep) {
        new Engine<>(new CausalScorer(model), model.parameters(), budget, Exchange.alone()).gradient(examples, new Coupled(wholeStep), Carry.empty());
        return Tensors.toDoubles(model.parameters().gradient());
    }

    private static double distance(double[] a, double[] b) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            difference += (a[i] - b[i]) * (a[i] - b[i]);
            norm += a[i] * a[i];
        }
        return Math.sqrt(difference / norm);
    }

    private static List<Example<TokenBatch>> shared(List<Row> rows) {
        return rows.stream().map(r -> new Example<>(TokenBatch.of(r), Columns.none())).toList();
    }

    private static List<Example<TokenBatch>> separate(List<Row> rows) {
        return rows.stream().map(r -> new Example<>(new TokenBatch(r.branches().stream().map(b -> new Row(r.prefix(), List.of(b))).toList()),
            Columns.none())).toList();
    }

    private static List<Row> pairs(int n, int vocabulary, int length) {
        SplittableRandom random = new SplittableRandom(5);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            boolean[] scored = new boolean[1 + random.nextInt(length / 2)];
            for (int j = 0; j < scored.length; j++) {
                scored[j] = j == 0 || random.nextInt(4) > 0;
            }
            rows.add(new Row(ids(random, 1 + random.nextInt(length / 3), vocabulary),
                List.of(new Branch(ids(random, scored.length, vocabulary), scored, i), Branch.of(ids(random, 1 + random.nextInt(length / 2), vocabulary)))));
        }
        return rows;
    }

    private static int[] ids(SplittableRandom random, int n, int vocabulary) {
        return random.ints(n, 0, vocabulary).toArray();
    }
}
