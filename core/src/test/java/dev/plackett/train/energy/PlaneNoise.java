package dev.plackett.train.energy;

import dev.plackett.model.density.Density;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Independent Gaussians around 0, for tests. */
record PlaneNoise(double deviation) implements Density {

    @Override
    public Tensor sample(long n, Seeds seeds) {
        SplittableRandom random = seeds.random();
        double[] values = new double[(int) n * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = deviation * random.nextGaussian();
        }
        return Tensors.of(ScalarType.Double, values).view(n, 2);
    }

    @Override
    public Tensor logDensity(Tensor x) {
        return x.square().sum(1).mul(Tensors.scalar(-0.5 / (deviation * deviation))).sub(Tensors.scalar(Math.log(2 * Math.PI * deviation * deviation)));
    }

    @Override
    public long dimension() {
        return 2;
    }
}
