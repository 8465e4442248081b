package dev.plackett.train;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The L2 norm of a flat gradient: float32 within rows of 512, float64 over rows (a float32 norm over the whole is 0.3 % off at 19 M numbers). */
final class GradientNorm {

    private static final long ROW = 512;

    private GradientNorm() {}

    static double of(Tensor flat) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            long whole = flat.numel() / ROW * ROW;
            double sum = 0;
            if (whole > 0) {
                Tensor rows = torch.norm(flat.narrow(0, 0, whole).view(-1, ROW), new ScalarOptional(Tensors.scalar(2)), new long[] {1}, false);
                sum = rows.to(ScalarType.Double).square().sum().item_double();
            }
            if (whole < flat.numel()) {
                sum += flat.narrow(0, whole, flat.numel() - whole).to(ScalarType.Double).square().sum().item_double();
            }
            return Math.sqrt(sum);
        }
    }
}
