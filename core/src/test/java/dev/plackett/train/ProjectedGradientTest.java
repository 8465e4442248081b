package dev.plackett.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Want;
import dev.plackett.model.architecture.Llama;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Nll;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProjectedGradientTest {

    /** The specification's example (6.8). */
    @Test
    void workedExample() {
        try (Scope scope = Scope.open()) {
            Tensor g = Tensors.of(ScalarType.Double, 0.5, -1, 0.25);
            Tensor chosen = Tensors.of(ScalarType.Double, 1, 2, -1);
            assertThat(ProjectedGradient.dot(g, chosen)).isEqualTo(-1.75);
            ProjectedGradient.Found found = ProjectedGradient.project(g, chosen, g, -1);
            assertThat(found.applied()).isTrue();
            assertThat(found.cosine()).isCloseTo(-1.75 / Math.sqrt(1.3125 * 6), within(1e-12));
            assertThat(Tensors.toDoubles(g)).containsExactly(new double[] {0.7916666667, -0.4166666667, -0.0416666667}, within(1e-10));
            assertThat(ProjectedGradient.dot(g, chosen)).isCloseTo(0, within(1e-15));
            Tensor kind = Tensors.of(ScalarType.Double, 1, 0, 0);
            assertThat(ProjectedGradient.project(kind, chosen, kind, -1).applied()).isFalse();
            assertThat(Tensors.toDoubles(kind)).containsExactly(1, 0, 0);
        }
    }

    /** Many steps on fresh pairs: some have to be projected, and what the parameters did is then no first-order rise of the chosen answers' loss. */
    @ParameterizedTest
    @EnumSource(value = Settings.Rule.class)
    void updatesDoNotRaiseTheChosenAnswersLossWhateverTheOptimiser(Settings.Rule rule) {
        int applied = 0;
        try (Scope scope = Scope.open(); Decoder model = model(); Optimizer optimizer = rule.over(model.parameters(), 0.01)) {
            Engine<TokenBatch> engine = new Engine<>(new CausalScorer(model), model.parameters(), 1000, Exchange.alone());
            Trainer<TokenBatch> trainer = new Trainer<>(engine, model.parameters(), optimizer, step -> 1e-5, 1, Projection.UPDATE);
            for (int step = 0; step < 12; step++) {
                List<Example<TokenBatch>> pairs = pairs(model, step);
                engine.gradient(pairs, new Nll(), Carry.empty());
                double[] chosen = Tensors.toDoubles(model.parameters().gradient());
                double[] before = Tensors.toDoubles(model.parameters().flat());
                Map<String, Double> metrics = trainer.step(pairs, Objective.dpo(0.5));
                double[] after = Tensors.toDoubles(model.parameters().flat());
                double rise = 0;
                double size = 0;
                for (int i = 0; i < after.length; i++) {
                    rise += (after[i] - before[i]) * chosen[i];
                    size += Math.abs((after[i] - before[i]) * chosen[i]);
                }
                assertThat(rise).as("step %d", step).isLessThanOrEqualTo(1e-9 * size);
                if (metrics.get("projection/applied") == 1) {
                    applied++;
                    assertThat(rise).as("step %d", step).isCloseTo(0, within(1e-9 * size));
                    assertThat(metrics.get("projection/cosine")).isNegative();
                }
                assertThat(metrics.get("projection/nll_change")).isLessThan(1e-4);
            }
            trainer.close();
        }
        assertThat(applied).isBetween(2, 12);
    }

    /** In gradient mode what the optimiser sees is orthogonal to the chosen answers' gradient, and otherwise the loss's own. */
    @Test
    void gradientsAreProjectedBeforeTheOptimiser() {
        try (Scope scope = Scope.open(); Decoder model = model(); Optimizer optimizer = Optimizer.adamW(model.parameters(), 0.9, 0.999, 1e-8, 0)) {
            Engine<TokenBatch> engine = new Engine<>(new CausalScorer(model), model.parameters(), 1000, Exchange.alone());
            Trainer<TokenBatch> trainer = new Trainer<>(engine, model.parameters(), optimizer, step -> 1e-9, 0, Projection.GRADIENT);
            int applied = 0;
            for (int step = 0; step < 60; step++) {
                List<Example<TokenBatch>> pairs = pairs(model, step);
                engine.gradient(pairs, new Nll(), Carry.empty());
                Tensor chosen = model.parameters().gradient().clone();
                engine.gradient(pairs, Objective.dpo(0.5), Carry.empty());
                Tensor own = model.parameters().gradient().clone();
                Map<String, Double> metrics = trainer.step(pairs, Objective.dpo(0.5));
                Tensor seen = model.parameters().gradient();
                double dot = ProjectedGradient.dot(own, chosen);
                assertThat(metrics.get("projection/applied")).isEqualTo(dot < 0 ? 1 : 0);
                Tensor removed = own.sub(seen);
                double length = Math.sqrt(ProjectedGradient.dot(removed, removed));
                assertThat(length).isCloseTo(Math.max(0, -dot) / Math.sqrt(ProjectedGradient.dot(chosen, chosen)), within(1e-9));
                applied += dot < 0 ? 1 : 0;
            }
            assertThat(applied).isBetween(2, 60);
            trainer.close();
        }
    }

    private static Decoder model() {
        return Decoder.initialised(Llama.plan(new CausalModel.Shape(31, 16, 1, 2, 2, 8, 64), 24, 1, 2, Optional.of(0)), Seeds.of(4), ScalarType.Double,
            ScalarType.Double);
    }

    /** Pairs that overlap: the rejected answers are made of the chosen ones' tokens, over and over. */
    private static List<Example<TokenBatch>> pairs(Decoder model, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example<TokenBatch>> out = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int[] chosen = random.ints(3, 1, 31).toArray();
            int[] rejected = random.ints(1 + random.nextInt(8), 0, 3).map(at -> chosen[at]).toArray();
            out.add(new Example<>(TokenBatch.of(Row.of(new int[] {1, 2 + i}, chosen, rejected)), Columns.none()));
        }
        return References.attach(out, new CausalScorer(model), Want.SEQUENCES, 1000);
    }
}
