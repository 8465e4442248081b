package dev.plackett.campaign;

import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.event.Listener;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.architecture.Llama;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.Natives;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Schedule;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Loads the native libraries and takes three training steps. */
final class ThreeSteps {

    private ThreeSteps() {}

    public static void main(String[] args) {
        Natives.load();
        Settings settings = new Settings(1e-2, 1, 3, 3, Schedule.Shape.CONSTANT, 0, Settings.Rule.ADAMW, 0, 1, 1000);
        List<Example<TokenBatch>> rows = List.of(new Example<>(TokenBatch.of(Row.of(new int[] {1}, new int[] {3, 4, 5, 2})), Columns.none()));
        try (Scope scope = Scope.open(); Decoder model = Decoder.initialised(Llama.plan(new CausalModel.Shape(64, 32, 2, 4, 2, 8, 64), 64, 1, 2, Optional.of(0)),
                Seeds.of(1), ScalarType.Float, ScalarType.Float);
             TrainingLoop<TokenBatch> loop = TrainingLoop.over(rows, new CausalScorer(model), model.parameters(), settings, Seeds.of(1))) {
            if (!loop.run(Objective.sft(), "train", Map.of(), Listener.none(), () -> false) || loop.steps() != 3) {
                throw new IllegalStateException("expected three steps, took " + loop.steps());
            }
        }
        System.out.println("three steps");
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
