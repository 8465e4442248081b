package dev.plackett.model.energy;

import dev.plackett.data.Column;
import dev.plackett.data.PointBatch;
import dev.plackett.model.Scorer;
import dev.plackett.model.Scores;
import dev.plackett.model.Tape;
import dev.plackett.model.Want;
import dev.plackett.tensor.Scope;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Scores of rows under an unnormalised model: f(x) plus the row's base log-density, in float64. The base is added outside of the network's dtype, so that a
 * tilt of a density far below 1 costs no precision.
 *
 * @param energy the model
 */
public record EnergyScorer(Energy energy) implements Scorer<PointBatch> {

    @Override
    public Set<Column> offers() {
        return Set.of(Column.LENGTH, Column.GROUP);
    }

    @Override
    public Scores score(PointBatch batch, Want want) {
        PointScores.check(want, offers());
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return PointScores.of(batch, energy.function().of(batch.tensor(energy.parameters().compute())));
        }
    }

    @Override
    public Tape record(PointBatch batch, Want want) {
        PointScores.check(want, offers());
        return PointTape.record(batch, energy.parameters().compute(), energy.function()::of);
    }
}
