package dev.plackett.robust;

import static dev.plackett.robust.Matrices.direction;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.objective.Carry;
import dev.plackett.robust.attack.Attack;
import dev.plackett.robust.flag.Flag;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The specification's section 6.3: how far each rule turns from the honest direction, 12 honest workers and 3 attackers, one draw of 20,000
 * parameters.
 */
class BreakdownTest {

    private static final int N = 20_000;

    private static double[][] rows(double rho, String attack, double[] mu) {
        PortableRandom random = new PortableRandom(11);
        PortableRandom.Honest honest = random.honest(15, N, rho);
        double unit = 1 / Math.sqrt(N);
        System.arraycopy(Matrices.scaled(honest.mu(), unit), 0, mu, 0, N);
        double[][] rows = Matrices.map(honest.rows(), x -> x * unit);
        if (attack.equals("none")) {
            return rows;
        }
        try (Scope scope = Scope.open()) {
            Tensor matrix = Matrices.tensor(rows, ScalarType.Double);
            Attack.named(attack).corrupt(matrix, new int[] {12, 13, 14}, Aggregator.mean(), 0, Seeds.of(1), Carry.empty());
            double[] all = Tensors.toDoubles(matrix);
            return IntStream.range(0, 15).mapToObj(i -> Arrays.copyOfRange(all, i * N, (i + 1) * N)).toArray(double[][]::new);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // attack, ρ, mean, normmean, R1, P5, median, trmean, multikrum.garfield, bulyan.garfield
        "uniform, 0.1, .007, .664, .664, .004, .573, .558, .725, .682",
        "uniform, 0.3, .022, .856, .856, .020, .809, .798, .900, .879",
        "uniform, 0.8, .022, .960, .960, .022, .973, .971, .988, .985",
        "gaussian, 0.1, .007, .715, .716, .005, .641, .665, .726, .686",
        "reverse, 0.3, -.555, .836, .894, -.683, .799, .807, .900, .879",
        "ipm(epsilon=0.1), 0.3, .915, .915, .915, .915, .842, .900, .862, .860",
        "alie(z=1), 0.3, .881, .882, .882, .878, .807, .836, .823, .858",
        "zero, 0.1, .757, .757, .757, .688, .631, .729, .659, .655",
        "none, 0.1, .790, .790, .790, .790, .722, .771, .723, .682",
    })
    void cosinesWithTheHonestDirection(String attack, double rho, double mean, double normalized, double released, double paper, double median, double trimmed,
                                       double multiKrum, double bulyan) {
        double[] mu = new double[N];
        double[][] rows = rows(rho, attack, mu);
        // Of another draw, and of a fifth of the parameters, than the specification's: within 0.03.
        close(attack, "mean", rows, mu, mean);
        close(attack, "normmean", rows, mu, normalized);
        close(attack, "flag(m=8)", rows, mu, released);
        close(attack, "median", rows, mu, median);
        close(attack, "trmean(f=3)", rows, mu, trimmed);
        close(attack, "multikrum(f=3, variant=garfield)", rows, mu, multiKrum);
        close(attack, "bulyan(f=3, variant=garfield)", rows, mu, bulyan);
        double projected = Matrices.cosine(direction(Flag.paper().withDimension(8), rows), mu);
        assertThat(projected).as("the paper's form under %s", attack).isCloseTo(paper, within(attack.equals("reverse") ? 0.2 : 0.07));
    }

    private static void close(String attack, String rule, double[][] rows, double[] mu, double expected) {
        assertThat(Matrices.cosine(direction(rule, rows), mu)).as("%s under %s", rule, attack).isCloseTo(expected, within(0.03));
    }

    @Test
    void underUniformNumbersFlagIsTheMeanOfNormalizedGradientsAndAttackersLookBetterThanHonestWorkers() {
        double[] mu = new double[N];
        double[][] rows = rows(0.1, "uniform", mu);
        assertThat(Matrices.cosine(direction("flag(m=8)", rows), direction("normmean", rows))).isGreaterThan(0.9995);
        double[] v = Matrices.update(Flag.released().withDimension(8), rows).aggregation().findings().quality();
        double honest = Arrays.stream(v, 0, 12).average().orElseThrow();
        double attackers = Arrays.stream(v, 12, 15).average().orElseThrow();
        assertThat(honest).isCloseTo(0.63, within(0.03));
        assertThat(attackers).isCloseTo(0.83, within(0.03));
    }

    @Test
    void moreStepsLowerTheCosineWhereWorkersHaveLittleInCommon() {
        double[] mu = new double[N];
        double[][] rows = rows(0.1, "uniform", mu);
        assertThat(Matrices.cosine(direction(Flag.released().withDimension(8).withIterations(5), rows), mu))
            .isLessThan(Matrices.cosine(direction(Flag.released().withDimension(8), rows), mu));
    }

    @Test
    void oneDimensionIsolatesTheConsensusWhereItIsStronger() {
        double[] mu = new double[N];
        Flag one = Flag.paper().withDimension(1);
        assertThat(Matrices.cosine(direction(one, rows(0.3, "uniform", mu)), mu)).isGreaterThan(0.88);
        assertThat(Math.abs(Matrices.cosine(direction(one, rows(0.1, "uniform", mu)), mu))).isLessThan(0.1);
    }

    @Test
    void theLengthOfTheReleasedFormIsBoundedThatOfThePapersFormIsNot() {
        double[][] rows = Matrices.random(2, 15, 40);
        for (double c : new double[] {1, 1e6, 1e20}) {
            double[][] attacked = Matrices.map(rows, x -> x);
            Arrays.fill(attacked[3], c);
            assertThat(Matrices.norm(direction(Flag.released().withDimension(8), attacked))).isLessThanOrEqualTo(15.0 / 8);
            assertThat(Matrices.norm(direction(Flag.paper().withDimension(8), attacked))).isGreaterThan(0.2 * c);
        }
    }
}
