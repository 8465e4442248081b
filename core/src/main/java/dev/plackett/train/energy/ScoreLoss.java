package dev.plackett.train.energy;

import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.Autograd;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/** A score-matching loss: of ∇_x f, which no constant of f enters, so that no Z is needed. */
public interface ScoreLoss {

    /**
     * The mean loss over rows.
     *
     * @param f     built of operations that autograd follows twice
     * @param x     {@code [n, …]}, without graph
     * @param seeds where its random numbers come from
     * @return a scalar with a graph to f's parameters
     */
    Tensor of(LogDensity f, Tensor x, Seeds seeds);

    /**
     * Denoising score matching (Vincent 2011): mean of ½|∇f(x + σe) + e/σ|², e ~ N(0, I). Its minimum is the data's density blurred by σ.
     *
     * @param sigma    σ, above 0
     * @param weighted whether the loss is multiplied by σ², which keeps losses of several σ comparable
     */
    record Denoising(double sigma, boolean weighted) implements ScoreLoss {

        public Denoising {
            if (!(sigma > 0 && Double.isFinite(sigma))) {
                throw new IllegalArgumentException("sigma is " + sigma + ", expected above 0");
            }
        }

        @Override
        public Tensor of(LogDensity f, Tensor x, Seeds seeds) {
            Tensor e = Directions.NORMAL.draw(x, seeds);
            Tensor noisy = x.add(e, Tensors.scalar(sigma)).requires_grad_(true);
            Tensor score = Autograd.differentiable(f.of(noisy), noisy);
            Tensor loss = score.add(e, Tensors.scalar(1 / sigma)).square().sum().mul(Tensors.scalar(0.5 / x.size(0)));
            return weighted ? loss.mul(Tensors.scalar(sigma * sigma)) : loss;
        }
    }

    /**
     * Sliced score matching with reduced variance (Song et al. 2019, SSM-VR): mean of v·∇(v·∇f) + ½|∇f|², one random direction v per row.
     *
     * @param directions what v is drawn from
     */
    record Sliced(Directions directions) implements ScoreLoss {

        @Override
        public Tensor of(LogDensity f, Tensor x, Seeds seeds) {
            Tensor v = directions.draw(x, seeds);
            Tensor at = x.detach().requires_grad_(true);
            Tensor score = Autograd.differentiable(f.of(at), at);
            Tensor curvature = Autograd.differentiable(score.mul(v).sum(), at).mul(v).sum();
            return curvature.add(score.square().sum(), Tensors.scalar(0.5)).mul(Tensors.scalar(1.0 / x.size(0)));
        }
    }

    /** Random directions, drawn in Java so that they depend on the seed alone. */
    enum Directions {
        /** Standard normal. */
        NORMAL {
            @Override
            double next(SplittableRandom random) {
                return random.nextGaussian();
            }
        },
        /** Signs. */
        RADEMACHER {
            @Override
            double next(SplittableRandom random) {
                return random.nextBoolean() ? 1 : -1;
            }
        };

        abstract double next(SplittableRandom random);

        /** Of a tensor's shape and dtype. */
        Tensor draw(Tensor like, Seeds seeds) {
            SplittableRandom random = seeds.random();
            double[] values = new double[Math.toIntExact(like.numel())];
            for (int i = 0; i < values.length; i++) {
                values[i] = next(random);
            }
            return Tensors.of(Tensors.dtype(like), values).view(Tensors.shape(like));
        }
    }
}
