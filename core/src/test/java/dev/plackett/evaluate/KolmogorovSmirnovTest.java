package dev.plackett.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class KolmogorovSmirnovTest {

    /** Against the definition, with ties. */
    @Test
    void statistic() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            double[] a = random.ints(1 + random.nextInt(30), 0, 12).asDoubleStream().toArray();
            double[] b = random.ints(1 + random.nextInt(30), 2, 14).asDoubleStream().toArray();
            double largest = 0;
            for (double x : DoubleStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray()) {
                double first = Arrays.stream(a).filter(v -> v <= x).count() / (double) a.length;
                double second = Arrays.stream(b).filter(v -> v <= x).count() / (double) b.length;
                largest = Math.max(largest, Math.abs(first - second));
            }
            assertThat(KolmogorovSmirnov.of(a, b).statistic()).as("seed " + seed).isCloseTo(largest, within(1e-14));
        }
    }

    /** Critical values of the limiting distribution: 1.358 at 5 %, 1.628 at 1 %. */
    @Test
    void limitingDistribution() {
        int n = 2_000_000;
        double root = Math.sqrt(n / 2.0);
        double[] a = new double[n];
        double[] b = new double[n];
        Arrays.setAll(a, i -> i);
        Arrays.setAll(b, i -> i + Math.round(1.3581 / root * n));
        assertThat(KolmogorovSmirnov.of(a, b).pValue()).isCloseTo(0.05, within(1e-3));
        Arrays.setAll(b, i -> i + Math.round(1.6276 / root * n));
        assertThat(KolmogorovSmirnov.of(a, b).pValue()).isCloseTo(0.01, within(3e-4));
        assertThat(KolmogorovSmirnov.of(a, a).pValue()).isEqualTo(1);
    }

    /** Both p-values are uniform where nothing differs, and small where something does; groups that differ among themselves do not fool the permuted one. */
    @Test
    void falseAlarms() {
        int alarms = 0;
        int permuted = 0;
        for (long seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            double[][] chosen = new double[40][1];
            double[][] samples = new double[40][6];
            for (int g = 0; g < 40; g++) {
                double centre = 5 * random.nextGaussian();
                Arrays.setAll(chosen[g], i -> centre + random.nextGaussian());
                Arrays.setAll(samples[g], i -> centre + random.nextGaussian());
            }
            KolmogorovSmirnov test = KolmogorovSmirnov.of(flat(chosen), flat(samples));
            permuted += test.permuted(chosen, samples, 99, seed) <= 0.1 ? 1 : 0;
            alarms += KolmogorovSmirnov.of(random.doubles(50).toArray(), random.doubles(70).toArray()).pValue() < 0.1 ? 1 : 0;
        }
        assertThat(alarms / 150.0).isBetween(0.04, 0.17);
        assertThat(permuted / 150.0).isBetween(0.04, 0.17);
        Random random = new Random(0);
        double[][] far = new double[40][1];
        double[][] near = new double[40][6];
        for (int g = 0; g < 40; g++) {
            double centre = 5 * random.nextGaussian();
            Arrays.setAll(far[g], i -> centre + 1.5 + random.nextGaussian());
            Arrays.setAll(near[g], i -> centre + random.nextGaussian());
        }
        KolmogorovSmirnov test = KolmogorovSmirnov.of(flat(far), flat(near));
        assertThat(test.permuted(far, near, 999, 1)).as("seen within the groups").isLessThan(0.01);
        assertThat(test.pValue()).as("hidden by the groups' own spread").isGreaterThan(0.05);
    }

    private static double[] flat(double[][] groups) {
        return Arrays.stream(groups).flatMapToDouble(Arrays::stream).toArray();
    }

    @Test
    void emptySamplesAreRefused() {
        assertThatThrownBy(() -> KolmogorovSmirnov.of(new double[0], new double[3])).hasMessageContaining("0 and 3");
    }
}
