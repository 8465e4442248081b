package dev.plackett.train.energy;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.PointBatch;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.SupportCheck;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The examples of each step of training an unnormalised model: data in shuffled epochs, and noise drawn anew. A function of the step alone. */
public final class NoiseSteps implements LongFunction<List<Example<PointBatch>>> {

    private final DataSteps data;
    private final double[] logNoise;
    private final Density noise;
    private final int noiseRows;
    private final boolean tilt;
    private final Seeds seeds;

    private NoiseSteps(DataSteps data, double[] logNoise, Density noise, int noiseRows, boolean tilt, Seeds seeds) {
        this.data = data;
        this.logNoise = logNoise;
        this.noise = noise;
        this.noiseRows = noiseRows;
        this.tilt = tilt;
        this.seeds = seeds.at("noise");
    }

    /**
     * Steps that contrast data with noise.
     *
     * @param data      all data, one group, rows of shape {@code [d]}
     * @param noise     q; its log-density at all data is computed here
     * @param dataRows  data per step
     * @param noiseRows noise per step
     * @param tilt      whether the model tilts the noise, f = net + log q: each row's base is then its log q
     * @param seeds     root of shuffles and draws
     * @throws IllegalArgumentException naming rows of data where q has no density
     */
    public static NoiseSteps of(PointBatch data, Density noise, int dataRows, int noiseRows, boolean tilt, Seeds seeds) {
        if (noiseRows < 1 || data.shape().length != 1 || data.shape()[0] != noise.dimension()) {
            throw new IllegalArgumentException("expected at least one noise row of dimension " + noise.dimension() + " beside data of that dimension, found "
                + noiseRows + " rows and data of shape " + Arrays.toString(data.shape()));
        }
        double[] logNoise;
        try (Scope scope = Scope.open()) {
            logNoise = SupportCheck.require(noise, data.tensor(ScalarType.Double));
        }
        return new NoiseSteps(new DataSteps(data, dataRows, seeds), logNoise, noise, noiseRows, tilt, seeds);
    }

    @Override
    public List<Example<PointBatch>> apply(long step) {
        int[] index = data.index(step);
        int length = data.all().rowLength();
        double[] values = new double[(index.length + noiseRows) * length];
        double[] logQ = new double[index.length + noiseRows];
        double[] isData = new double[logQ.length];
        for (int i = 0; i < index.length; i++) {
            System.arraycopy(data.all().values(), index[i] * length, values, i * length, length);
            logQ[i] = logNoise[index[i]];
            isData[i] = 1;
        }
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor drawn = noise.sample(noiseRows, seeds.at(step));
            Tensors.read(drawn, values, index.length * length);
            Tensors.read(noise.logDensity(drawn), logQ, index.length);
        }
        PointBatch rows = PointBatch.of(values, data.all().shape());
        return List.of(new Example<>(tilt ? rows.withBase(logQ) : rows, Columns.of(Column.DATA, isData).with(Column.NOISE, logQ)));
    }
}
