package dev.plackett.evaluate.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.evaluate.LogSpace;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** SPPO specification, T6 and 8.1.5. */
class PopulationLossTest {

    private static void check(double eta, double[] argmin, double loss, double[] exact, double excess, double[] gradient) {
        PopulationLoss population = new PopulationLoss(Games.ROCK_PAPER_SCISSORS, Games.SKEWED, eta);
        double[] found = population.minimiser();
        assertThat(found).containsExactly(argmin, within(1e-5));
        assertThat(population.value(found)).isCloseTo(loss, within(1e-5));
        assertThat(population.gradient(Games.SKEWED)).containsExactly(gradient, within(1e-12));
        MultiplicativeWeights.Step step = new MultiplicativeWeights(Games.ROCK_PAPER_SCISSORS, eta).step(Games.SKEWED);
        assertThat(step.next()).containsExactly(exact, within(1e-9));
        assertThat(step.logPartition() - eta / 2).isCloseTo(excess, within(1e-9));
    }

    @Test
    void t6() {
        check(0.5, new double[] {0.628602628587, 0.263987369517, 0.107410001895}, 1.0787643062e-05,
            new double[] {0.628687897428, 0.263878234684, 0.107433867887}, 0.00329471016626, new double[] {-0.06, 0.075, -0.015});
        check(10, new double[] {0.800710344997, 0.0236135620937, 0.175676092909}, 0.391916664024,
            new double[] {0.775262568349, 0.0117054505147, 0.213031981136}, 0.743727885372, new double[] {-1.2, 1.5, -0.3});
    }

    @Test
    void theMinimiserIsStationaryAndNoNeighbourIsBetter() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(6);
            double[] reference = Games.policy(random, n);
            double eta = Math.pow(10, 5 * random.nextDouble() - 2);
            PopulationLoss loss = new PopulationLoss(Games.random(random, n), reference, eta);
            double[] best = loss.minimiser();
            assertThat(Arrays.stream(best).sum()).as("seed " + seed).isCloseTo(1, within(1e-11));
            assertThat(loss.gradient(best)).as("seed " + seed).containsExactly(new double[n], within(1e-9 * Math.max(1, eta)));
            for (int i = 0; i < 20; i++) {
                double[] logs = Arrays.stream(best).map(p -> Math.log(p) + 0.1 * random.nextGaussian()).toArray();
                assertThat(loss.value(LogSpace.softmax(logs))).as("seed " + seed)
                    .isGreaterThanOrEqualTo(loss.value(best) * (1 - 1e-12));
            }
        }
    }

    /** 8.1.5: at the reference the gradient in logit y is −2ηπ(y)(P(y ≻ π) − ½); its components add up to 0. And it is the derivative of the value. */
    @Test
    void gradient() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(6);
            Game game = Games.random(random, n);
            double[] reference = Games.policy(random, n);
            PopulationLoss loss = new PopulationLoss(game, reference, 3);
            double[] rates = game.winRates(reference);
            double[] gradient = loss.gradient(reference);
            assertThat(Arrays.stream(gradient).sum()).isCloseTo(0, within(1e-13));
            double[] logits = Arrays.stream(Games.policy(random, n)).map(Math::log).toArray();
            double[] elsewhere = loss.gradient(softmax(logits, 0, 0));
            for (int i = 0; i < n; i++) {
                assertThat(gradient[i]).as("seed " + seed).isCloseTo(-2 * 3 * reference[i] * (rates[i] - 0.5), within(1e-13));
                double difference = (loss.value(softmax(logits, i, 1e-5)) - loss.value(softmax(logits, i, -1e-5))) / 2e-5;
                assertThat(elsewhere[i]).as("seed " + seed).isCloseTo(difference, within(1e-7));
            }
        }
    }

    private static double[] softmax(double[] logits, int index, double by) {
        double[] moved = logits.clone();
        moved[index] += by;
        return LogSpace.softmax(moved);
    }
}
