package dev.plackett.model.energy;

import dev.plackett.data.Column;
import dev.plackett.data.PointBatch;
import dev.plackett.model.Scorer;
import dev.plackett.model.Scores;
import dev.plackett.model.Tape;
import dev.plackett.model.Want;
import dev.plackett.nn.Layer;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Scores of rows whose group is their class, from a network with one output per class.
 *
 * @param network    {@code [n, …]} → {@code [n, classes]}
 * @param parameters its weights
 * @param score      which score
 */
public record ClassScorer(Layer network, ParameterStore parameters, Score score) implements Scorer<PointBatch> {

    /** What a row's score is, y being its class. */
    public enum Score {
        /** log p(y | x): what a classifier is trained by, with {@code Objective.sft()}. */
        CONDITIONAL {
            @Override
            Tensor of(Tensor logits) {
                return torch.log_softmax(logits, 1);
            }
        },
        /** logit_y(x), an unnormalised log-density of x for each class: many partition functions, one per group. */
        PER_CLASS {
            @Override
            Tensor of(Tensor logits) {
                return logits;
            }
        };

        abstract Tensor of(Tensor logits);
    }

    @Override
    public Set<Column> offers() {
        return Set.of(Column.LENGTH, Column.GROUP);
    }

    @Override
    public Scores score(PointBatch batch, Want want) {
        PointScores.check(want, offers());
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return PointScores.of(batch, of(batch, batch.tensor(parameters.compute())));
        }
    }

    @Override
    public Tape record(PointBatch batch, Want want) {
        PointScores.check(want, offers());
        return PointTape.record(batch, parameters.compute(), x -> of(batch, x));
    }

    private Tensor of(PointBatch batch, Tensor x) {
        if (batch.group().length == 0) {
            throw new IllegalArgumentException("rows without groups have no class: expected one group per row");
        }
        Tensor logits = network.forward(x);
        for (int i = 0; i < batch.group().length; i++) {
            if (batch.group()[i] >= logits.size(1)) {
                throw new IllegalArgumentException("row " + i + " is of class " + batch.group()[i] + ", the network has " + logits.size(1));
            }
        }
        return torch.gather(score.of(logits), 1, Tensors.of(batch.group()).unsqueeze(1)).squeeze(1);
    }
}
