package dev.plackett.recipe.meco.tilt;

import dev.plackett.model.energy.Energy;
import dev.plackett.objective.Carry;
import dev.plackett.train.energy.ScoreLoss;
import dev.plackett.train.energy.ScoreMatching;
import java.util.function.DoubleSupplier;

/**
 * Denoising score matching, which needs no log Z and learns the data's density blurred by σ.
 *
 * @param cost  of an update, in updates of NCE
 * @param sigma σ
 */
public record DenoisingScores(double cost, double sigma) implements Fit {

    @Override
    public String name() {
        return "DSM";
    }

    @Override
    public Running begin(Lesson lesson, Energy energy) {
        return new Running(new ScoreMatching(energy.tilting(lesson.noise()), energy.parameters(), new ScoreLoss.Denoising(sigma, true), lesson.data(),
            lesson.rows(), lesson.seeds()), () -> {});
    }

    @Override
    public double logPartition(Carry carry, DoubleSupplier meanOfData) {
        return Double.NaN;
    }
}
