package dev.plackett.train.energy;

import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.PointBatch;
import dev.plackett.tensor.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * The examples of each step of training a variational autoencoder with {@link dev.plackett.objective.Objective#sft}: images in shuffled epochs, each followed by
 * fresh standard normal numbers for its code, as {@link dev.plackett.model.energy.VaeScorer} reads them. A function of the step alone.
 */
public final class VariationalSteps implements LongFunction<List<Example<PointBatch>>> {

    private final DataSteps data;
    private final int latent;
    private final Seeds seeds;

    /**
     * @param images all images, rows of shape {@code [pixels]}
     * @param rows   per step
     * @param latent numbers of a code
     * @param seeds  root of shuffles and codes
     */
    public VariationalSteps(PointBatch images, int rows, int latent, Seeds seeds) {
        data = new DataSteps(images, rows, seeds);
        this.latent = latent;
        this.seeds = seeds.at("codes");
    }

    @Override
    public List<Example<PointBatch>> apply(long step) {
        PointBatch images = data.batch(step);
        int pixels = images.rowLength();
        double[] values = new double[images.sequences() * (pixels + latent)];
        SplittableRandom random = seeds.at(step).random();
        for (int row = 0; row < images.sequences(); row++) {
            int at = row * (pixels + latent);
            System.arraycopy(images.values(), row * pixels, values, at, pixels);
            for (int i = 0; i < latent; i++) {
                values[at + pixels + i] = random.nextGaussian();
            }
        }
        return List.of(new Example<>(PointBatch.of(values, pixels + latent), Columns.none()));
    }
}
