package dev.plackett.evaluate.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.points.EightGaussians;
import dev.plackett.data.points.Points;
import dev.plackett.model.density.DiagonalGaussian;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Distances of samples, and likelihoods of held-out ones. */
class SamplesTest {

    private static Points normal(int n, int d, double shift, double deviation, long seed) {
        double[] mean = new double[d];
        Arrays.fill(mean, shift);
        try (Scope scope = Scope.open()) {
            return Points.of(DiagonalGaussian.isotropic(mean, deviation).sample(n, Seeds.of(seed)));
        }
    }

    private static double kernel(double[] a, double[] b, double scale) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        double sum = 0;
        for (double w : new double[] {0.25, 0.5, 1, 2}) {
            sum += Math.exp(-squares / (2 * w * w * scale)) / 4;
        }
        return sum;
    }

    private static double naive(Points x, Points y, double scale) {
        double within = 0;
        for (Points p : new Points[] {x, y}) {
            double sum = 0;
            for (int i = 0; i < p.rows(); i++) {
                for (int j = 0; j < p.rows(); j++) {
                    sum += i == j ? 0 : kernel(p.row(i), p.row(j), scale);
                }
            }
            within += sum / p.rows() / (p.rows() - 1);
        }
        double cross = 0;
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < y.rows(); j++) {
                cross += kernel(x.row(i), y.row(j), scale) / x.rows() / y.rows();
            }
        }
        return within - 2 * cross;
    }

    @Test
    void discrepancyIsTheDoubleSum() {
        Points x = normal(30, 3, 0, 1, 1);
        Points y = normal(41, 3, 0.4, 1, 2);
        assertThat(KernelDiscrepancy.planar().squared(x, y)).isCloseTo(naive(x, y, 1), within(1e-12));
        assertThat(KernelDiscrepancy.latent().squared(x, y)).isCloseTo(naive(x, y, 3), within(1e-12));
        // More points than one chunk holds.
        Points many = normal(2100, 2, 0, 1, 3);
        Points more = normal(2500, 2, 0, 1, 4);
        KernelDiscrepancy one = KernelDiscrepancy.planar();
        assertThat(one.squared(many, more)).isCloseTo(one.squared(more, many), within(1e-12)).isCloseTo(0, within(2e-3));
    }

    /** Unbiased: over many pairs of samples of one distribution the mean is 0. */
    @Test
    void discrepancyIsUnbiased() {
        double[] all = new double[300];
        for (int i = 0; i < all.length; i++) {
            all[i] = KernelDiscrepancy.planar().squared(normal(8, 2, 0, 1, 1000 + i), normal(12, 2, 0, 1, 5000 + i));
        }
        double mean = Arrays.stream(all).average().orElseThrow();
        double deviation = Math.sqrt(Arrays.stream(all).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
        assertThat(mean).isCloseTo(0, within(4 * deviation / Math.sqrt(all.length)));
    }

    @Test
    void permutationTest() {
        Points x = EightGaussians.usual().sample(200, Seeds.of(1));
        KernelDiscrepancy mmd = KernelDiscrepancy.planar();
        KernelDiscrepancy.Test other = mmd.test(x, normal(150, 2, 0, 2, 2), 200, Seeds.of(3));
        assertThat(other.squared()).isCloseTo(mmd.squared(x, normal(150, 2, 0, 2, 2)), within(1e-12));
        assertThat(other.pValue()).isCloseTo(1.0 / 201, within(1e-12));
        double[] same = new double[60];
        for (int i = 0; i < same.length; i++) {
            same[i] = mmd.test(normal(25, 2, 0, 1, 10 + i), normal(20, 2, 0, 1, 900 + i), 99, Seeds.of(i)).pValue();
        }
        // Uniform under one distribution: mean ½, and few below a tenth.
        assertThat(Arrays.stream(same).average().orElseThrow()).isCloseTo(0.5, within(5 * Math.sqrt(1 / 12.0 / 60)));
        assertThat(Arrays.stream(same).filter(p -> p <= 0.1).count()).isLessThanOrEqualTo(15);
        assertThatThrownBy(() -> mmd.test(x, normal(4000, 2, 0, 1, 1), 10, Seeds.of(1))).hasMessageContaining("at most 4000 points in all");
        assertThatThrownBy(() -> mmd.squared(x, normal(10, 3, 0, 1, 1))).hasMessageContaining("of dimension 3");
        assertThatThrownBy(() -> mmd.squared(x, normal(1, 2, 0, 1, 1))).hasMessageContaining("at least two each");
    }

    /** Samples whose moments are exact: the distance of Gaussians in closed form. */
    @Test
    void frechetDistance() {
        double r = Math.sqrt(1.5);
        // Mean 0, covariance I (divisor 3), and an affine image of it.
        Points x = Points.of(new double[] {r, 0}, new double[] {-r, 0}, new double[] {0, r}, new double[] {0, -r});
        double[] moved = x.values().clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] = i % 2 == 0 ? 3 * moved[i] + 1 : 0.5 * moved[i] - 2;
        }
        assertThat(FrechetDistance.of(x, new Points(moved, 2))).isCloseTo(1 + 4 + Math.pow(3 - 1, 2) + Math.pow(0.5 - 1, 2), within(1e-10));
        // Covariances that do not commute, by a rotation of both: nothing changes.
        Points stretched = normal(500, 2, 0, 1, 1);
        double[] one = stretched.values().clone();
        double[] two = normal(500, 2, 1, 1, 2).values().clone();
        double[] oneTurned = one.clone();
        double[] twoTurned = two.clone();
        for (int i = 0; i < 500; i++) {
            one[2 * i] *= 3;
            two[2 * i + 1] = 2 * two[2 * i + 1] + two[2 * i];
            turn(one, oneTurned, i);
            turn(two, twoTurned, i);
        }
        double plain = FrechetDistance.of(new Points(one, 2), new Points(two, 2));
        assertThat(FrechetDistance.of(new Points(oneTurned, 2), new Points(twoTurned, 2))).isCloseTo(plain, within(1e-9));
        assertThat(FrechetDistance.of(new Points(two, 2), new Points(one, 2))).as("symmetric").isCloseTo(plain, within(1e-9));
        assertThat(FrechetDistance.of(x, x)).isCloseTo(0, within(1e-7));
        // Fewer points than dimensions: covariances without full rank.
        assertThat(FrechetDistance.of(normal(5, 20, 0, 1, 1), normal(6, 20, 0, 1, 2))).isFinite().isGreaterThan(0);
    }

    private static void turn(double[] from, double[] to, int i) {
        to[2 * i] = 0.6 * from[2 * i] - 0.8 * from[2 * i + 1];
        to[2 * i + 1] = 0.8 * from[2 * i] + 0.6 * from[2 * i + 1];
    }

    @Test
    void likelihoodAboveItsFloor() {
        Points points = EightGaussians.usual().sample(4000, Seeds.of(5));
        double[] own = new double[4000];
        double[] model = new double[4000];
        for (int i = 0; i < own.length; i++) {
            own[i] = EightGaussians.usual().logDensity(points.row(i)[0], points.row(i)[1]);
            // Unnormalised by 7 nats, and off by a tenth of a nat everywhere.
            model[i] = own[i] + 7 - 0.1;
        }
        HeldOutLikelihood found = HeldOutLikelihood.against(model, 7, own);
        assertThat(found.excess().orElseThrow().mean()).isCloseTo(0.1, within(1e-12));
        assertThat(found.excess().orElseThrow().standardError()).as("the points' scatter cancels").isLessThan(1e-12);
        assertThat(found.nll().standardError()).isBetween(0.01, 0.03);
        assertThat(found.above(2.8319)).isCloseTo(0.1, within(0.08));
        assertThat(HeldOutLikelihood.of(model, 7).excess()).isEmpty();
        assertThat(HeldOutLikelihood.of(new double[] {0, Double.NEGATIVE_INFINITY}, 0).nll().mean()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> HeldOutLikelihood.of(new double[0], 1)).hasMessageContaining("no points");
    }
}
