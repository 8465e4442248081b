package dev.plackett.recipe.meco.tilt;

import dev.plackett.data.PointBatch;
import dev.plackett.model.energy.Energy;
import dev.plackett.model.energy.EnergyScorer;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Objective;
import dev.plackett.objective.energy.LogPartitions;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.StepGradient;
import dev.plackett.train.energy.NoiseSteps;
import java.util.function.DoubleSupplier;

/**
 * An objective on data and fresh noise, by the common engine.
 *
 * @param name      what tables call it
 * @param objective on scores
 * @param says      what it knows of log Z
 */
record Contrast(String name, Objective objective, Says says) implements Fit {

    /** What an objective knows of log Z. */
    enum Says {
        /** Nothing. */
        NOTHING {
            @Override
            double of(Carry carry, DoubleSupplier meanOfData) {
                return Double.NaN;
            }
        },
        /** Its model is to be normalised by itself. */
        ZERO {
            @Override
            double of(Carry carry, DoubleSupplier meanOfData) {
                return 0;
            }
        },
        /** log u. */
        AVERAGE {
            @Override
            double of(Carry carry, DoubleSupplier meanOfData) {
                return LogPartitions.of(carry).group(0).logU();
            }
        },
        /** log u, which follows log Z less the mean of f over the data. */
        CENTRED_AVERAGE {
            @Override
            double of(Carry carry, DoubleSupplier meanOfData) {
                return LogPartitions.of(carry).group(0).logU() + meanOfData.getAsDouble();
            }
        };

        abstract double of(Carry carry, DoubleSupplier meanOfData);
    }

    @Override
    public double cost() {
        return 1;
    }

    @Override
    public Running begin(Lesson lesson, Energy energy) {
        Engine<PointBatch> engine = new Engine<>(new EnergyScorer(energy), energy.parameters(), 2L * lesson.rows(), Exchange.alone());
        NoiseSteps examples = NoiseSteps.of(lesson.data(), lesson.noise(), lesson.rows(), lesson.rows(), true, lesson.seeds());
        return new Running(StepGradient.of(engine, objective, examples), () -> {});
    }

    @Override
    public double logPartition(Carry carry, DoubleSupplier meanOfData) {
        return says.of(carry, meanOfData);
    }
}
