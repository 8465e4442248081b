package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Whether a noise density is above zero at all data. Where it is not, likelihoods estimated with it are unbounded: a model grows there at no cost, and no
 * quantity of the iteration shows it. So all rows are looked at once, before training.
 */
public final class SupportCheck {

    /** How many rows a message names. */
    private static final int NAMED = 10;

    private SupportCheck() {}

    /**
     * log q of all rows.
     *
     * @param q      the noise
     * @param points {@code [n, d]}
     * @return {@code [n]}, all finite
     * @throws IllegalArgumentException naming the rows that are not finite themselves, or at which log q is not
     */
    public static double[] require(LogDensity q, Tensor points) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor x = points.to(ScalarType.Double);
            finite(x);
            double[] log = Tensors.toDoubles(q.of(x));
            refuse(log, v -> v == Double.NEGATIVE_INFINITY, "the noise density is zero at ", ": the likelihood has no maximum there."
                + " Take a wider noise, or mix one in (a defensive mixture).");
            refuse(log, v -> !Double.isFinite(v), "the noise density is no number at ", ": its parameters or these rows are out of range.");
            return log;
        }
    }

    /**
     * Refuses rows with numbers that are not finite.
     *
     * @param points {@code [n, d]}, float64
     * @throws IllegalArgumentException naming the rows
     */
    static void finite(Tensor points) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            if (!points.isfinite().all().item_bool()) {
                double[] sums = Tensors.toDoubles(points.mul(Tensors.scalar(0)).sum(1));
                refuse(sums, v -> v != 0, "numbers that are not finite in ", ".");
            }
        }
    }

    private static void refuse(double[] values, DoublePredicate bad, String before, String after) {
        int[] rows = IntStream.range(0, values.length).filter(i -> bad.test(values[i])).toArray();
        if (rows.length > 0) {
            String named = Arrays.stream(rows).limit(NAMED).mapToObj(Integer::toString).collect(Collectors.joining(", "));
            throw new IllegalArgumentException(before + (rows.length == 1 ? "row " : rows.length + " of " + values.length + " rows: ") + named
                + (rows.length > NAMED ? ", …" : "") + after);
        }
    }
}
