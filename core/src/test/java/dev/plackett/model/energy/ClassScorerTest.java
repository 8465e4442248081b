package dev.plackett.model.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.PointBatch;
import dev.plackett.event.StopSignal;
import dev.plackett.model.Want;
import dev.plackett.nn.Layer;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.Schedule;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class ClassScorerTest {

    private static ParameterStore weights(Mlp network) {
        ParameterStore store = ParameterStore.trainable(network.parameters(), ScalarType.Float, ScalarType.Float);
        try (NoGradGuard off = new NoGradGuard()) {
            network.initialise(store, Seeds.of(1));
        }
        return store;
    }

    @Test
    void scoresOfARowsOwnClass() {
        Mlp network = Mlp.of(2, 3, 5);
        PointBatch rows = EnergyTest.rows(1, 4, 2).withGroups(2, 0, 1, 2);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard(); ParameterStore store = weights(network)) {
            Layer layer = network.over(store);
            Tensor logits = layer.forward(rows.tensor(ScalarType.Float));
            double[] all = Tensors.toDoubles(logits);
            double[] log = Tensors.toDoubles(torch.log_softmax(logits, 1));
            double[] joint = new ClassScorer(layer, store, ClassScorer.Score.PER_CLASS).score(rows, Want.SEQUENCES).values();
            double[] conditional = new ClassScorer(layer, store, ClassScorer.Score.CONDITIONAL).score(rows, Want.SEQUENCES).values();
            for (int i = 0; i < 4; i++) {
                assertThat(joint[i]).isEqualTo(all[3 * i + rows.group()[i]]);
                assertThat(conditional[i]).isCloseTo(log[3 * i + rows.group()[i]], within(1e-6));
            }
            ClassScorer scorer = new ClassScorer(layer, store, ClassScorer.Score.CONDITIONAL);
            assertThatThrownBy(() -> scorer.score(rows.withGroups(0, 1, 2, 3), Want.SEQUENCES)).hasMessageContaining("row 3 is of class 3, the network has 3");
            assertThatThrownBy(() -> scorer.score(EnergyTest.rows(1, 4, 2), Want.SEQUENCES)).hasMessageContaining("rows without groups have no class");
        }
    }

    /** The loop that trains language models trains a classifier of points. */
    @Test
    void aClassifierLearnsByTheUsualLoop() {
        Mlp network = Mlp.of(2, 2, 16);
        SplittableRandom random = new SplittableRandom(3);
        List<Example<PointBatch>> examples = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            double[] x = {random.nextGaussian(), random.nextGaussian()};
            examples.add(new Example<>(PointBatch.of(x, 2).withGroups(Math.hypot(x[0], x[1]) > 1.2 ? 1 : 0), Columns.none()));
        }
        Settings settings = new Settings(0.02, 40, 30, 30, Schedule.Shape.COSINE, 0, Settings.Rule.ADAMW, 0, 0, 1000);
        try (Scope scope = Scope.open(); ParameterStore store = weights(network)) {
            ClassScorer scorer = new ClassScorer(network.over(store), store, ClassScorer.Score.CONDITIONAL);
            try (TrainingLoop<PointBatch> loop = TrainingLoop.over(examples, scorer, store, settings, Seeds.of(2))) {
                double before = loop.evaluate(examples, Objective.sft(), StopSignal.none()).get("loss");
                loop.run(Objective.sft(), "train", Map.of(), e -> {}, () -> false);
                assertThat(before).isBetween(0.5, 1.0);
                assertThat(loop.evaluate(examples, Objective.sft(), StopSignal.none()).get("loss")).isLessThan(0.15);
            }
            try (NoGradGuard off = new NoGradGuard()) {
                assertThat(Tensors.shape(network.hidden(store).forward(examples.get(0).batch().tensor(ScalarType.Float)))).containsExactly(1, 16);
            }
        }
    }
}
