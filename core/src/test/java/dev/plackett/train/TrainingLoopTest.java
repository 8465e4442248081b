package dev.plackett.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Grain;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.event.Listener;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {

    private static final Settings SETTINGS = new Settings(1e-3, 3, 3, 2, Schedule.Shape.LINEAR, 0.1, Settings.Rule.ADAMW, 0, 1, 200);

    @TempDir
    Path folder;

    /** Mean negative log-likelihood, with a carry that counts evaluations. */
    private record Counting() implements Objective {
        @Override
        public Needs needs() {
            return Needs.of(Unit.EXAMPLE, Grain.SEQUENCE);
        }

        @Override
        public Outcome evaluate(Signals s, Carry carry) {
            double value = 0;
            double[] coefficient = new double[s.policy().length];
            for (int i = 0; i < coefficient.length; i++) {
                value -= s.policy()[i] / s.divisors().tokens();
                coefficient[i] = -1 / s.divisors().tokens();
            }
            return new Outcome(value, coefficient, Outcome.Kind.GRADIENT, Map.of(), carry.with("n", carry.get("n", 0)[0] + 1 / 3.0));
        }
    }

    @Test
    void stoppedAnywhereAndResumedItEndsWithTheSameBits() {
        List<Map<String, Double>> undisturbedMetrics = new ArrayList<>();
        double[] undisturbed = train(Integer.MAX_VALUE, null, undisturbedMetrics);
        assertThat(undisturbedMetrics).hasSize(8);
        assertThat(undisturbedMetrics.get(7).get("loss")).isLessThan(undisturbedMetrics.get(0).get("loss"));
        for (int stopAfter : new int[] {1, 3, 4, 6}) {
            Path checkpoint = folder.resolve("at-" + stopAfter);
            List<Map<String, Double>> metrics = new ArrayList<>();
            train(stopAfter, checkpoint, metrics);
            assertThat(train(Integer.MAX_VALUE, checkpoint, metrics)).isEqualTo(undisturbed);
            assertThat(metrics).isEqualTo(undisturbedMetrics);
        }
    }

    private static double[] train(int stopAfter, Path checkpoint, List<Map<String, Double>> metrics) {
        DecoderPlan config = Llama.plan(new CausalModel.Shape(61, 16, 2, 4, 2, 4, 64), 24, 1, 2, Optional.of(0));
        SplittableRandom random = new SplittableRandom(3);
        List<Example<TokenBatch>> examples = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            examples.add(new Example<>(TokenBatch.of(Row.of(new int[] {1}, random.ints(3 + i, 3, 20).toArray())), Columns.none()));
        }
        Listener listener = e -> {
            if (e instanceof dev.plackett.event.Event.Metrics m) {
                metrics.add(m.values());
            }
        };
        try (Scope scope = Scope.open(); Decoder model = Decoder.initialised(config, Seeds.of(1), ScalarType.Float, ScalarType.Float);
             TrainingLoop<TokenBatch> loop = TrainingLoop.over(examples, new CausalScorer(model), model.parameters(), SETTINGS, Seeds.of(9))) {
            if (checkpoint != null && stopAfter == Integer.MAX_VALUE) {
                loop.restore(checkpoint);
            }
            boolean ended = loop.run(new Counting(), "train", Map.of(), listener, () -> loop.steps() >= stopAfter);
            if (!ended) {
                loop.save(checkpoint);
            }
            return Tensors.toDoubles(model.parameters().flat());
        }
    }
}
