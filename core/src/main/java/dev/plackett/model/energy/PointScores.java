package dev.plackett.model.energy;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Grain;
import dev.plackett.data.PointBatch;
import dev.plackett.model.Scores;
import dev.plackett.model.Want;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** From what a model computed for rows to scores. */
final class PointScores {

    private PointScores() {}

    static void check(Want want, Set<Column> offers) {
        if (want.grain() != Grain.SEQUENCE || !offers.containsAll(want.columns())) {
            throw new IllegalArgumentException("rows of points have one score each and columns " + offers.stream().map(Column::name).sorted().toList()
                + ", asked for " + want.grain() + " and " + want.columns());
        }
    }

    /** Scores of what a model computed, {@code [n]}, with the rows' base added. */
    static Scores of(PointBatch batch, Tensor f) {
        double[] values = Tensors.toDoubles(f);
        for (int i = 0; i < batch.base().length; i++) {
            values[i] += batch.base()[i];
        }
        double[] ones = new double[values.length];
        Arrays.fill(ones, 1);
        Columns columns = Columns.of(Column.LENGTH, ones);
        if (batch.group().length > 0) {
            columns = columns.with(Column.GROUP, Arrays.stream(batch.group()).asDoubleStream().toArray());
        }
        return new Scores(values, IntStream.rangeClosed(0, values.length).toArray(), columns);
    }
}
