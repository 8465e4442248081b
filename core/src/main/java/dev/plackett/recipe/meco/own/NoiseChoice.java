package dev.plackett.recipe.meco.own;

import dev.plackett.data.points.Points;
import dev.plackett.evaluate.density.LogValues;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.FullGaussian;
import dev.plackett.model.density.MixtureFit;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The noise that a user's rows are told from: a Gaussian, or the mixture of Gaussians under which a tenth of the rows, which it did not see, is likeliest.
 *
 * @param noise    widened: a proposal must be wider than what it proposes for
 * @param gaussians how many it has
 * @param nll      of that tenth, in nats of the components
 */
record NoiseChoice(Density noise, int gaussians, double nll) {

    private static final double SHARE = 0.1;
    private static final double FLOOR = 0.01;
    private static final int ROUNDS = 50;
    /** Rows for each Gaussian, per component. */
    private static final int ROWS = 3;

    static NoiseChoice of(Points rows, List<Integer> sizes, double widened, Seeds seeds) {
        int held = Math.max(1, (int) (SHARE * rows.rows()));
        Points judged = rows.slice(0, held);
        Points fitted = rows.slice(held, rows.rows());
        List<NoiseChoice> tried = new ArrayList<>();
        for (int size : sizes) {
            if (size == 1 || fitted.rows() >= ROWS * size * rows.dimension()) {
                Density noise = fit(fitted, size, widened, seeds);
                tried.add(new NoiseChoice(noise, size, -Arrays.stream(LogValues.of(noise, judged)).average().orElseThrow()));
            }
        }
        return tried.stream().min((a, b) -> Double.compare(a.nll, b.nll))
            .orElseGet(() -> new NoiseChoice(fit(fitted, 1, widened, seeds), 1, Double.NaN));
    }

    private static Density fit(Points rows, int size, double widened, Seeds seeds) {
        try (Scope scope = Scope.open()) {
            return size == 1 ? FullGaussian.fitted(rows.tensor(), FLOOR).inflated(widened)
                : new MixtureFit(size, ROUNDS, FLOOR).fit(rows.tensor(), seeds.at(size)).mixture().inflated(widened);
        }
    }
}
