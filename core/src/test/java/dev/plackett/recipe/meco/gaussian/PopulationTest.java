package dev.plackett.recipe.meco.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.objective.energy.Ence;
import dev.plackett.objective.energy.Nce;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Specification 5.1 and 5.2. */
class PopulationTest {

    private static final Nce NCE = new Nce(1);
    private static final Ence ENCE = new Ence(Ence.Form.PLAIN);

    @ParameterizedTest
    @CsvSource({"2, .3563164, 9.24229, .6065307, 6.854102", "4, 6.042699e-2, 87.496, .1353353, 33.97056", "8, 9.353508e-5, 2424.63, 3.354626e-4, "
        + "321.9969",
        "16, 1.919388e-15, 117880, 1.266417e-14, 4354.0"})
    void lossAndConditionAtTheOptimum(double distance, double nceLoss, double nceCondition, double enceLoss, double enceCondition) {
        Population population = Population.of(distance);
        assertThat(population.at(NCE, distance, distance * distance / 2).value()).isCloseTo(nceLoss, withinPercentage(1e-4));
        assertThat(population.condition(NCE)).isCloseTo(nceCondition, withinPercentage(1e-2));
        assertThat(population.at(ENCE, distance, distance * distance / 2).value()).isCloseTo(enceLoss, withinPercentage(1e-4));
        assertThat(population.condition(ENCE)).isCloseTo(enceCondition, withinPercentage(1e-2));
    }

    @Test
    void exponentialLossHasItsClosedFormCondition() {
        assertThat(Population.of(3).condition(ENCE)).isCloseTo(16, within(1e-4));
    }

    @Test
    void singlePoints() {
        Population two = Population.of(2);
        Population.Point nce = two.at(NCE, 1, 0.5);
        assertThat(nce.value()).isCloseTo(0.4290087860134233, within(1e-10));
        assertThat(nce.byTheta()).isCloseTo(-0.0478449947947353, within(1e-10));
        assertThat(nce.byAlpha()).isCloseTo(-0.08824973099632458, within(1e-10));
        Population.Point ence = two.at(ENCE, 1, 0.5);
        assertThat(ence.value()).isCloseTo(0.7088791655517928, within(1e-10));
        assertThat(ence.byTheta()).isCloseTo(-0.09041092287154694, within(1e-10));
        assertThat(ence.byAlpha()).isCloseTo(-0.08680886851640127, within(1e-10));
        Population sixteen = Population.of(16);
        assertThat(sixteen.at(NCE, 0, 0).value()).isCloseTo(Math.log(2), within(1e-12));
        assertThat(sixteen.at(NCE, 0, 0).byTheta()).isCloseTo(-4, within(1e-10));
        assertThat(sixteen.at(NCE, 15, 112.5).length()).isCloseTo(1.888e-13, withinPercentage(0.1));
        assertThat(sixteen.at(ENCE, 15, 112.5).length()).isCloseTo(1.153e-12, withinPercentage(0.1));
        assertThat(sixteen.at(NCE, 15.9, 126.405).byTheta()).isCloseTo(3.193e-15, withinPercentage(0.1));
        assertThat(sixteen.at(NCE, 15.9, 126.405).byAlpha()).isCloseTo(-4.018e-16, withinPercentage(0.1));
    }

    @ParameterizedTest
    @CsvSource({"1, 15, 4", "2, 71, 5", "3, 369, 5", "4, 2218, 6"})
    void stepsToTheMean(double distance, int nce, int likelihood) {
        Population population = Population.of(distance);
        assertThat(PopulationDescent.NCE.path(population, 3000)).hasSize(nce + 1);
        assertThat(PopulationDescent.LIKELIHOOD.path(population, 3000)).hasSize(likelihood + 1);
    }

    @ParameterizedTest
    @CsvSource({"2, 280", "4, 896"})
    void stepsOfTheNormalisedDescent(double distance, int steps) {
        assertThat(PopulationDescent.ENCE.path(Population.of(distance), 3000).length - 1).isCloseTo(steps, withinPercentage(1));
    }

    @Test
    void patienceEndsADescent() {
        assertThat(PopulationDescent.NCE.path(Population.of(16), 50)).hasSize(51);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1, 2.718281828459045", "4, 0, 1, 8886110.520507872", "16, 0, 4, 11088.453671436262", "16, 0, 16, 18.68967295573664",
        "16, 16, 1.2, 1.0502279387848408", "16, 15, 1.2, 1.7876861299064344"})
    void chiSquare(double theta, double mean, double sd, double rho) {
        assertThat(Normal.of(mean, sd).rho(theta)).isCloseTo(rho, withinPercentage(1e-10));
        assertThat(Normal.of(mean, 0.7).rho(theta)).as("tails too thin").isInfinite();
    }
}
