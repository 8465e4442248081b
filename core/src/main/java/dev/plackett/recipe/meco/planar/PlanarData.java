package dev.plackett.recipe.meco.planar;

import dev.plackett.data.points.PlanarSet;
import dev.plackett.data.points.Points;
import dev.plackett.model.density.FullGaussian;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;

/**
 * A sample of a planar set, cut in two, with a Gaussian fitted to the first part.
 *
 * @param set      where it is from
 * @param training to learn from
 * @param test     held out
 * @param own      exact log-densities of the points held out
 * @param fitted   the Gaussian
 */
record PlanarData(PlanarSet set, Points training, Points test, double[] own, FullGaussian fitted) {

    static PlanarData of(String name, int n, Seeds seeds) {
        PlanarSet set = PlanarSet.named(name);
        Points all = set.sample(2 * n, seeds.at("data"));
        Points training = all.slice(0, n);
        Points test = all.slice(n, 2 * n);
        double[] own = new double[n];
        for (int i = 0; i < n; i++) {
            own[i] = set.logDensity(test.values()[2 * i], test.values()[2 * i + 1]);
        }
        try (Scope scope = Scope.open()) {
            return new PlanarData(set, training, test, own, FullGaussian.fitted(training.tensor(), 0));
        }
    }
}
