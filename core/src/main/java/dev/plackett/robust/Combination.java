package dev.plackett.robust;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.concurrent.atomic.DoubleAdder;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Σ aᵢgᵢ over rows, a block of columns at a time. Both ways return 0, or NaN where a number of the sum is not finite. */
final class Combination {

    private static final long WIDTH = 1 << 15;

    private Combination() {}

    /** In float64, whatever the rows and the sum are. */
    static double exact(Rows rows, double[] coefficients, Tensor out) {
        DoubleAdder check = new DoubleAdder();
        rows.eachSegment((index, from, to) -> {
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                ColumnPass pass = new ColumnPass(rows, null, rows.count(), GradientMatrix.BLOCK, false);
                Tensor weights = pass.like(rows.count());
                weights.copy_(Tensors.of(ScalarType.Double, coefficients));
                Tensor sum = pass.like(GradientMatrix.BLOCK);
                Tensor zeros = pass.like(1);
                Scalar zero = Tensors.scalar(0);
                pass.each(from, to, GradientMatrix.BLOCK, (block, at) -> {
                    Tensor part = sum.narrow(0, 0, block.size(1));
                    torch.mv_out(part, block.t(), weights);
                    zeros.add_(part.sum().mul(zero));
                    out.narrow(0, at, block.size(1)).copy_(part);
                });
                check.add(zeros.cpu().item_double());
            }
        });
        return check.sum();
    }

    /** In the rows' and the sum's own dtype: a third of the time where little cancels, and then as good as the sum's last digits. */
    static double plain(Rows rows, double[] coefficients, Tensor out) {
        DoubleAdder check = new DoubleAdder();
        rows.eachSegment((index, from, to) -> {
            for (long at = from; at < to; at += WIDTH) {
                try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                    long width = Math.min(WIDTH, to - at);
                    Tensor part = out.narrow(0, at, width).zero_();
                    for (int i = 0; i < rows.count(); i++) {
                        part.add_(rows.rows().get(i).narrow(0, at, width), Tensors.scalar(coefficients[i]));
                    }
                    check.add(part.mul(Tensors.scalar(0)).sum().item_double());
                }
            }
        });
        rows.countBytes(rows.length());
        return check.sum();
    }
}
