package dev.plackett.train.energy;

import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.PointBatch;
import dev.plackett.tensor.Seeds;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The examples of each step of training a normalised density by maximum likelihood, with {@link dev.plackett.objective.Objective#sft}: data in shuffled epochs,
 * a step's rows as one unit. A function of the step alone.
 */
public final class LikelihoodSteps implements LongFunction<List<Example<PointBatch>>> {

    private final DataSteps data;

    /**
     * @param data  all data
     * @param rows  per step
     * @param seeds root of the shuffles
     */
    public LikelihoodSteps(PointBatch data, int rows, Seeds seeds) {
        this.data = new DataSteps(data, rows, seeds);
    }

    @Override
    public List<Example<PointBatch>> apply(long step) {
        return List.of(new Example<>(data.batch(step), Columns.none()));
    }
}
