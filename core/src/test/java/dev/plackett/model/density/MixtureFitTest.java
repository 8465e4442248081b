package dev.plackett.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.points.Points;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class MixtureFitTest {

    private static final GaussianMixture PLANTED = new GaussianMixture(new double[] {0.5, 0.3, 0.2}, List.of(
        FullGaussian.of(new double[] {-3, 0}, new double[][] {{0.5, 0.2}, {0.2, 0.4}}),
        FullGaussian.of(new double[] {2, 2}, new double[][] {{0.2, 0}, {0, 0.9}}),
        FullGaussian.of(new double[] {3, -3}, new double[][] {{0.3, -0.1}, {-0.1, 0.3}})));

    @Test
    void mixtureIsTheSumOfItsComponents() {
        Densities.equalsFormula(PLANTED, x -> {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                sum += PLANTED.weights()[k] * Math.exp(Densities.log(PLANTED.components().get(k), x)[0]);
            }
            return Math.log(sum);
        });
        Densities.isDensityOfItsDraws(PLANTED, 8, 1e-3);
        Densities.isDensityOfItsDraws(PLANTED.inflated(2), 11, 1e-3);
    }

    @Test
    void likelihoodNeverFallsAndThePlantedMixtureIsFound() {
        Points points = Densities.draw(PLANTED, 6000, 1);
        for (long seed = 0; seed < 4; seed++) {
            try (Scope scope = Scope.open()) {
                MixtureFit.Fitted fit = new MixtureFit(3, 25, 0).fit(points.tensor(), Seeds.of(seed));
                double[] likelihood = fit.logLikelihoods();
                for (int i = 1; i < likelihood.length; i++) {
                    assertThat(likelihood[i]).as("round %d, seed %d", i, seed).isGreaterThanOrEqualTo(likelihood[i - 1] - 1e-9);
                }
                assertThat(likelihood[likelihood.length - 1]).as("above the truth's on the data").isGreaterThan(PLANTED.logDensity(points.tensor()).mean().item_double());
                List<FullGaussian> found = fit.mixture().components().stream().sorted(Comparator.comparingDouble(c -> c.mean()[0])).toList();
                for (int k = 0; k < 3; k++) {
                    for (int j = 0; j < 2; j++) {
                        assertThat(found.get(k).mean()[j]).isCloseTo(PLANTED.components().get(k).mean()[j], within(0.1));
                        assertThat(found.get(k).factor()[j][j]).isCloseTo(PLANTED.components().get(k).factor()[j][j], within(0.05));
                    }
                }
                assertThat(fit.mixture().weights()).contains(new double[] {0.5, 0.3, 0.2}, within(0.02));
            }
        }
    }

    /** Going on is the same as not having stopped. */
    @Test
    void refitGoesOn() {
        try (Scope scope = Scope.open()) {
            Points points = Densities.draw(PLANTED, 500, 2);
            GaussianMixture whole = new MixtureFit(4, 6, 0.05).fit(points.tensor(), Seeds.of(1)).mixture();
            GaussianMixture half = new MixtureFit(4, 2, 0.05).fit(points.tensor(), Seeds.of(1)).mixture();
            GaussianMixture rest = new MixtureFit(4, 4, 0.05).refit(half, points.tensor()).mixture();
            assertThat(rest.weights()).containsExactly(whole.weights());
            assertThat(rest.components().get(2).factor()[1]).containsExactly(whole.components().get(2).factor()[1]);
        }
    }

    @Test
    void hardCases() {
        try (Scope scope = Scope.open()) {
            Points equal = Points.of(new double[] {1, 1}, new double[] {1, 1}, new double[] {1, 1});
            GaussianMixture one = new MixtureFit(3, 5, 0.1).fit(equal.tensor(), Seeds.of(1)).mixture();
            assertThat(one.components().get(0).factor()[0][0]).as("the floor is what is left").isCloseTo(Math.sqrt(0.1), within(1e-9));
            assertThatThrownBy(() -> new MixtureFit(3, 5, 0).fit(equal.tensor(), Seeds.of(1))).hasMessageContaining("not positive definite");
            assertThatThrownBy(() -> new MixtureFit(4, 5, 0).fit(equal.tensor(), Seeds.of(1))).hasMessageContaining("4 components from 3 points");
            // One point far from the others: no component may die or blow up.
            Points far = Densities.draw(PLANTED, 200, 5).then(Points.of(new double[] {1e6, 1e6}));
            GaussianMixture mixture = new MixtureFit(4, 20, 0.05).fit(far.tensor(), Seeds.of(1)).mixture();
            assertThat(java.util.Arrays.stream(Densities.log(mixture, new double[] {1e6, 1e6}, new double[] {-3, 0}))).allMatch(Double::isFinite);
        }
        assertThatThrownBy(() -> new MixtureFit(0, 1, 0)).hasMessageContaining("a mixture of 0 components");
        assertThatThrownBy(() -> new GaussianMixture(new double[] {0.5, 0.4}, PLANTED.components().subList(0, 2))).hasMessageContaining("a sum of 1");
    }
}
