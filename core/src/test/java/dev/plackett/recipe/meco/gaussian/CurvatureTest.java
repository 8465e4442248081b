package dev.plackett.recipe.meco.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.objective.Objective;
import dev.plackett.objective.energy.Ence;
import dev.plackett.objective.energy.Nce;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 5.2 of the specification: curvature, the exponential loss's closed form, and descents that take long. */
class CurvatureTest {

    private static final Objective NCE = new Nce(1);
    private static final Objective ENCE = new Ence(Ence.Form.PLAIN);

    /** Sum and product of the table's eigenvalues. */
    @ParameterizedTest
    @CsvSource({"2, 2.8443e-2, 2.6288e-1", "4, 1.03011e-3, 9.01305e-2", "8, 1.73314e-7, 4.20222e-4", "16, 2.68611e-19, 3.16639e-14"})
    void nceCurvatureAtItsOptimum(double r, double small, double large) {
        double[] h = curvature(Population.of(r), NCE, r, r * r / 2);
        assertThat(h[0] + h[2]).isCloseTo(small + large, relative(large, 1e-4));
        assertThat(h[0] * h[2] - h[1] * h[1]).isCloseTo(small * large, relative(small * large, 2e-4));
    }

    @ParameterizedTest
    @CsvSource({"2, 6.854102", "4, 33.97056", "8, 321.9969", "16, 4354.0", "3, 16"})
    void enceAtItsOptimum(double r, double condition) {
        Population population = Population.of(r);
        double loss = Math.exp(-r * r / 8);
        assertThat(population.at(ENCE, r, r * r / 2).value()).isCloseTo(loss, relative(loss, 1e-9));
        assertThat(population.condition(ENCE)).isCloseTo(condition, relative(condition, 1e-5));
        double[] h = curvature(population, ENCE, r, r * r / 2);
        assertThat(h[0]).isCloseTo(loss / 4 * (1 + r * r / 4), relative(h[0], 1e-5));
        assertThat(h[1]).isCloseTo(-loss / 8 * r, relative(h[1], 1e-5));
        assertThat(h[2]).isCloseTo(loss / 4, relative(h[2], 1e-5));
    }

    /** eNCE in closed form, anywhere. */
    @ParameterizedTest
    @CsvSource({"2, 1, 0.5", "4, 3, -1", "8, 2, 5", "3, -1, 0.3"})
    void enceHasAClosedForm(double r, double theta, double alpha) {
        double a = Math.exp(alpha / 2 - theta * r / 2 + theta * theta / 8);
        double b = Math.exp(-alpha / 2 + theta * theta / 8);
        Population.Point at = Population.of(r).at(ENCE, theta, alpha);
        assertThat(at.value()).isCloseTo((a + b) / 2, relative(a + b, 1e-9));
        assertThat(at.byTheta()).isCloseTo(a * (theta / 4 - r / 2) / 2 + b * theta / 8, relative((a + b) * r, 1e-9));
        assertThat(at.byAlpha()).isCloseTo((a - b) / 4, relative(a + b, 1e-9));
    }

    @ParameterizedTest
    @CsvSource({"8, 3351", "16, 17740"})
    void stepsOfNormalisedDescent(double r, int steps) {
        assertThat(PopulationDescent.ENCE.path(Population.of(r), 20_000).length - 1.0).isCloseTo(steps, within(0.01 * steps));
    }

    @Test
    void farNoiseIsFlatForNceAndNotForTheLikelihood() {
        Population far = Population.of(16);
        double[] nce = PopulationDescent.NCE.path(far, 5000);
        assertThat(nce).hasSize(5001);
        assertThat(nce[5000]).isBetween(1.0, 1.38);
        assertThat(PopulationDescent.LIKELIHOOD.path(far, 100)).hasSize(9);
        assertThat(PopulationDescent.NCE.path(Population.of(5), 20_000).length - 1.0).isCloseTo(15_600, within(156.0));
    }

    private static double[] curvature(Population population, Objective objective, double theta, double alpha) {
        double h = 1e-4;
        Population.Point right = population.at(objective, theta + h, alpha);
        Population.Point left = population.at(objective, theta - h, alpha);
        Population.Point up = population.at(objective, theta, alpha + h);
        Population.Point down = population.at(objective, theta, alpha - h);
        return new double[] {(right.byTheta() - left.byTheta()) / (2 * h), (up.byTheta() - down.byTheta()) / (2 * h), (up.byAlpha() - down.byAlpha()) / (2 * h)};
    }

    private static Offset<Double> relative(double value, double share) {
        return within(share * Math.abs(value));
    }
}
