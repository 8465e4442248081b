package dev.plackett.robust;

import dev.plackett.tensor.Scope;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Supplier;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Runs rules that work on each coordinate over blocks of columns in Java arrays. */
final class Coordinates {

    private final Rows rows;
    private final double[][] mix;
    private final int count;

    Coordinates(Rows rows, double[][] mix) {
        this.rows = rows;
        this.mix = mix;
        this.count = mix == null ? rows.count() : mix.length;
    }

    /** Returns 0, or NaN where a result is not finite. */
    double run(Tensor out, Supplier<GradientMatrix.BlockRule> rule) {
        DoubleAdder check = new DoubleAdder();
        rows.eachSegment((index, from, to) -> check.add(segment(out, rule.get(), from, to)));
        return check.sum();
    }

    private double segment(Tensor out, GradientMatrix.BlockRule rule, long from, long to) {
        double[][] values = new double[count][GradientMatrix.COLUMNS];
        double[] result = new double[GradientMatrix.COLUMNS];
        double[] check = new double[1];
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            ColumnPass pass = new ColumnPass(rows, mix, count, GradientMatrix.COLUMNS, true);
            Tensor carrier = pass.like(GradientMatrix.COLUMNS);
            pass.each(from, to, GradientMatrix.COLUMNS, (block, at) -> {
                int width = (int) block.size(1);
                DoublePointer numbers = new DoublePointer(block.data_ptr());
                for (int i = 0; i < count; i++) {
                    numbers.position((long) i * width).get(values[i], 0, width);
                }
                rule.apply(values, width, at, result);
                for (int c = 0; c < width; c++) {
                    check[0] += 0 * result[c];
                }
                new DoublePointer(carrier.data_ptr()).put(result, 0, width);
                out.narrow(0, at, width).copy_(carrier.narrow(0, 0, width));
            });
        }
        return check[0];
    }
}
