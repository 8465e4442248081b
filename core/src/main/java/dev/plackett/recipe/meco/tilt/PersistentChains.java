package dev.plackett.recipe.meco.tilt;

import dev.plackett.data.PointBatch;
import dev.plackett.generate.density.Langevin;
import dev.plackett.model.energy.Energy;
import dev.plackett.model.energy.EnergyScorer;
import dev.plackett.objective.Carry;
import dev.plackett.objective.energy.ContrastiveDivergence;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.energy.ChainStart;
import dev.plackett.train.energy.ContrastiveGradient;
import java.util.function.DoubleSupplier;

/**
 * Persistent contrastive divergence: Langevin chains that begin as noise and are moved a few steps per update.
 *
 * @param cost          of an update, in updates of NCE
 * @param langevinSteps per update
 * @param step          α of x ← x + α∇f + √(2α)·N(0, I)
 * @param chains        in all
 * @param anew          share of an update's chains that begin anew
 */
public record PersistentChains(double cost, int langevinSteps, double step, int chains, double anew) implements Fit {

    @Override
    public String name() {
        return "PCD";
    }

    @Override
    public Running begin(Lesson lesson, Energy energy) {
        Engine<PointBatch> engine = new Engine<>(new EnergyScorer(energy), energy.parameters(), 2L * lesson.rows(), Exchange.alone());
        ContrastiveGradient gradient = ContrastiveGradient.persistent(engine, energy.parameters(), new ContrastiveDivergence(0), lesson.data(), lesson.rows(),
            Langevin.unbiased(step).towards(energy.tilting(lesson.noise()), langevinSteps), lesson.rows(), ChainStart.from(lesson.noise()),
            Math.max(chains, lesson.rows()), anew, lesson.seeds());
        return new Running(gradient, gradient::close);
    }

    @Override
    public double logPartition(Carry carry, DoubleSupplier meanOfData) {
        return Double.NaN;
    }
}
