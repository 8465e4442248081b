package dev.plackett.model.energy;

import dev.plackett.data.Column;
import dev.plackett.data.PointBatch;
import dev.plackett.model.Scorer;
import dev.plackett.model.Scores;
import dev.plackett.model.Tape;
import dev.plackett.model.Want;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Scores of images under a variational autoencoder: a lower bound of each log-likelihood by one code. A row is an image followed by the standard normal numbers
 * that its code is made of, so that a score is a function of its row.
 *
 * @param vae        the autoencoder
 * @param parameters its weights
 */
public record VaeScorer(Vae vae, ParameterStore parameters) implements Scorer<PointBatch> {

    @Override
    public Set<Column> offers() {
        return Set.of(Column.LENGTH, Column.GROUP);
    }

    @Override
    public Scores score(PointBatch batch, Want want) {
        PointScores.check(want, offers());
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return PointScores.of(batch, bound(batch.tensor(parameters.compute())));
        }
    }

    @Override
    public Tape record(PointBatch batch, Want want) {
        PointScores.check(want, offers());
        return PointTape.record(batch, parameters.compute(), this::bound);
    }

    private Tensor bound(Tensor rows) {
        int pixels = vae.plan().pixels();
        return vae.bound(rows.narrow(1, 0, pixels), rows.narrow(1, pixels, vae.plan().latent()));
    }
}
