package dev.plackett.evaluate.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.points.Checkerboard;
import dev.plackett.data.points.Points;
import dev.plackett.generate.density.Hmc;
import dev.plackett.generate.density.Transition;
import dev.plackett.model.density.DiagonalGaussian;
import dev.plackett.model.density.FullGaussian;
import dev.plackett.model.density.LogDensity;
import dev.plackett.model.density.UniformBox;
import dev.plackett.tensor.Autograd;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionTest {

    private static final FullGaussian MODEL = FullGaussian.of(new double[] {1, -1}, new double[][] {{1, 0.5}, {0.5, 0.6}});
    private static final DiagonalGaussian WIDE = DiagonalGaussian.isotropic(new double[] {0, 0}, 1.8);

    private static LogDensity times(LogDensity density, double logZ) {
        return x -> density.of(x).add(Tensors.scalar(logZ));
    }

    /** The table of section 5.1. */
    @ParameterizedTest
    @CsvSource({"1, 1, 0, 1, 2.718281828459045", "4, 1, 0, 1, 8886110.520507872", "16, 1, 0, 1, 1.5114276650041035e111", "16, 1, 0, 4, 11088.453671436262",
        "16, 1, 0, 16, 18.68967295573664", "16, 1, 16, 1.2, 1.0502279387848408", "16, 1, 15, 1.2, 1.7876861299064344", "2, 1, 1, 1.5, 1.6004150753300552",
        "1, 1.5, 0.5, 2, 1.161494556350698", "0, 1, 0, 0.7, Infinity"})
    void chiSquareOfGaussians(double theta, double sigma, double m, double s, double rho) {
        assertThat(GaussianChiSquare.rho(theta, sigma, m, s)).isEqualTo(rho, within(rho == Double.POSITIVE_INFINITY ? 0 : 1e-12 * rho));
    }

    @Test
    void chiSquareElsewhere() {
        assertThat(GaussianChiSquare.logRho(16, 1, 0, 1)).isCloseTo(256, within(1e-10));
        assertThat(GaussianChiSquare.logRho(1000, 1, 0, 1)).isCloseTo(1e6, within(1e-6));
        assertThat(GaussianChiSquare.logRho(new DiagonalGaussian(new double[] {2, 1}, new double[] {1, 1.5}), new DiagonalGaussian(new double[] {1, 0.5},
            new double[] {1.5, 2}))).isCloseTo(Math.log(1.6004150753300552 * 1.161494556350698), within(1e-12));
        // The best s for m = 0 at theta = 16 is 16.047.
        assertThat(GaussianChiSquare.rho(16, 1, 0, 16.047)).isCloseTo(18.6895, within(5e-5)).isLessThan(GaussianChiSquare.rho(16, 1, 0, 16));
        assertThatThrownBy(() -> GaussianChiSquare.rho(0, 0, 0, 1)).hasMessageContaining("deviations 0.0 and 1.0");
    }

    @Test
    void quadrature() {
        assertThat(GridQuadrature.planar().logZ(times(MODEL, 3.25))).isCloseTo(3.25, within(1e-6));
        assertThat(GridQuadrature.line(-12, 14, 801).logZ(times(new DiagonalGaussian(new double[] {1}, new double[] {1}), -1e6))).isCloseTo(-1e6, within(1e-9));
        double entropy = 1 + Math.log(2 * Math.PI) + 0.5 * Math.log(0.35);
        assertThat(GridQuadrature.planar().entropy(times(MODEL, 700))).isCloseTo(entropy, within(1e-5));
        assertThat(GridQuadrature.square(-1, 1, 5).logZ(UniformBox.cube(2, -1, 1))).as("edges count half, corners a quarter").isCloseTo(0, within(1e-12));
        assertThat(GridQuadrature.square(5, 6, 4).logZ(UniformBox.cube(2, -1, 1))).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> GridQuadrature.line(0, 1, 3).logZ(x -> x.sum(1).mul(Tensors.scalar(Double.NaN)))).hasMessageContaining("point 0 is NaN");
        assertThatThrownBy(() -> new GridQuadrature(new double[3], new double[] {1, 1, 1}, 9)).hasMessageContaining("one or two axes");
    }

    /** Draws of the grid have the density: few fall on the wrong squares of a board, whose density is no network's. */
    @Test
    void drawsOfTheGrid() {
        LogDensity board = x -> {
            double[] points = Tensors.toDoubles(x);
            double[] out = new double[points.length / 2];
            Arrays.setAll(out, i -> new Checkerboard().logDensity(points[2 * i], points[2 * i + 1]));
            return Tensors.of(Tensors.dtype(x), out);
        };
        Points draws = GridQuadrature.planar().sample(5000, board, Seeds.of(1));
        double inside = 0;
        for (int i = 0; i < 5000; i++) {
            inside += new Checkerboard().logDensity(draws.row(i)[0], draws.row(i)[1]) > -10 ? 1 / 5000.0 : 0;
        }
        assertThat(inside).as("but for half a cell at the edges").isGreaterThan(0.97);
        Points gaussian = GridQuadrature.planar().sample(5000, MODEL, Seeds.of(2));
        assertThat(Arrays.stream(gaussian.column(0)).average().orElseThrow()).isCloseTo(1, within(5 / Math.sqrt(5000)));
    }

    @Test
    void importanceSampling() {
        WeightSummary found = ImportanceSampling.of(20_000).logZ(times(MODEL, 2), WIDE, Seeds.of(1));
        assertThat(found.logMean()).isCloseTo(2, within(5 * found.standardError()));
        assertThat(found.standardError()).isBetween(0.005, 0.03);
        assertThat(found.reliable()).isTrue();
        assertThat(found.cautions()).isEmpty();
        DiagonalGaussian p = new DiagonalGaussian(new double[] {0.5, 0}, new double[] {0.8, 1});
        double rho = Math.exp(GaussianChiSquare.logRho(p, WIDE));
        assertThat(ImportanceSampling.of(50_000).logZ(p, WIDE, Seeds.of(2)).rho()).isCloseTo(rho, within(0.1 * rho));
        assertThat(new ImportanceSampling(100, 30).logWeights(MODEL, WIDE, Seeds.of(3))).hasSize(100);
    }

    /** Draws that miss the model: the estimate is wrong, and says so. */
    @Test
    void disjointSupportsAreCalledUnreliable() {
        WeightSummary far = ImportanceSampling.of(2000).logZ(DiagonalGaussian.isotropic(new double[] {9, 9}, 0.5), WIDE, Seeds.of(1));
        assertThat(far.reliable()).isFalse();
        assertThat(far.cautions()).extracting(Caution::kind).contains(Caution.Kind.FEW_EFFECTIVE, Caution.Kind.ONE_DRAW);
        WeightSummary none = ImportanceSampling.of(2000).logZ(UniformBox.cube(2, 50, 51), WIDE, Seeds.of(1));
        assertThat(none.logMean()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(none.cautions()).extracting(Caution::text).containsExactly("None of the 2000 draws has any weight: the proposal and the model do not meet."
            + " There is no estimate.");
    }

    /** Annealing between Gaussians whose levels are sampled exactly: section 5.6. */
    @Test
    void annealingIsExactWhereItsLevelsAre() {
        double theta = 4;
        int levels = 16;
        int chains = 6000;
        LogDensity f = x -> x.select(1, 0).sub(Tensors.scalar(theta)).square().mul(Tensors.scalar(-0.5)).add(Tensors.scalar(-0.5 * Math.log(2 * Math.PI)));
        Annealing.Result found = Annealing.of(levels, new ExactLevel()).forward(chains, f, DiagonalGaussian.standard(1), Seeds.of(1));
        assertThat(found.logZ()).isCloseTo(0, within(0.1));
        double share = Math.exp(-theta * theta / levels);
        assertThat(found.weights().effectiveShare()).as("1/rho = exp(-theta²/K) = 0.3679").isCloseTo(share, within(0.05));
        double finer = Annealing.of(64, new ExactLevel()).forward(chains, f, DiagonalGaussian.standard(1), Seeds.of(2)).weights().effectiveShare();
        assertThat(finer).isCloseTo(Math.exp(-0.25), within(0.03));
    }

    /** Draws the level's own Gaussian, N(kθ/K, 1), whose mean is where its slope says: −x + mean. */
    private record ExactLevel() implements Transition {
        @Override
        public Moved step(LogDensity target, Tensor from, Seeds seeds) {
            double mean;
            try (Scope scope = Scope.open(); AutoGradMode on = new AutoGradMode(true)) {
                Tensor leaf = Tensors.zeros(ScalarType.Double, 1, 1).requires_grad_(true);
                mean = Autograd.gradient(target.of(leaf), leaf).item_double();
            }
            return new Moved(DiagonalGaussian.isotropic(new double[] {mean}, 1).sample(from.size(0), seeds), 1);
        }
    }

    /** Forwards and in reverse from exact samples: both near the truth, and it lies between them on average. */
    @Test
    void annealingForwardsAndInReverse() {
        DiagonalGaussian far = DiagonalGaussian.isotropic(new double[] {5, 5}, 0.7);
        LogDensity f = times(far, 1.5);
        assertThat(ImportanceSampling.of(1000).logZ(f, WIDE, Seeds.of(1)).effective()).isLessThan(10);
        Annealing annealing = Annealing.of(60, new Hmc(0.6, 3));
        Annealing.Result forward = annealing.forward(500, f, WIDE, Seeds.of(1));
        assertThat(forward.logZ()).isCloseTo(1.5, within(0.2));
        assertThat(forward.cautions()).isEmpty();
        assertThat(forward.acceptance()).isBetween(0.6, 1.0);
        assertThat(Arrays.stream(forward.ends().column(0)).average().orElseThrow()).isCloseTo(5, within(0.3));
        Points exact;
        try (Scope scope = Scope.open()) {
            exact = Points.of(far.sample(500, Seeds.of(8)));
        }
        Annealing.Result reverse = annealing.reverse(exact, true, f, WIDE, Seeds.of(2));
        assertThat(reverse.logZ()).isCloseTo(1.5, within(0.25));
        assertThat(annealing.reverse(exact, false, f, WIDE, Seeds.of(2)).cautions()).extracting(Caution::kind).contains(Caution.Kind.NO_BOUND);
        // With few chains each the two straddle the truth on average.
        double below = 0;
        double above = 0;
        Annealing coarse = Annealing.of(6, new Hmc(0.6, 3));
        for (int i = 0; i < 20; i++) {
            below += coarse.forward(10, f, WIDE, Seeds.of(100 + i)).logZ() / 20;
            above += coarse.reverse(exact.slice(10 * i, 10 * i + 10), true, f, WIDE, Seeds.of(200 + i)).logZ() / 20;
        }
        assertThat(below).isLessThan(1.5);
        assertThat(above).isGreaterThan(1.5);
    }

    @Test
    void chunksOfChainsAndIdleOnes() {
        Annealing annealing = new Annealing(10, new Hmc(0.5, 2), 2, 64);
        Annealing.Result found = annealing.forward(300, MODEL, WIDE, Seeds.of(1));
        assertThat(found.logZ()).isCloseTo(0, within(0.15));
        assertThat(found.ends().rows()).isEqualTo(300);
        assertThat(Annealing.of(10, new Hmc(40, 5)).forward(50, MODEL, WIDE, Seeds.of(1)).cautions()).extracting(Caution::kind).contains(Caution.Kind.ACCEPTANCE);
        assertThat(Annealing.of(1, new Hmc(0.5, 2)).reverse(found.ends(), false, MODEL, WIDE, Seeds.of(1)).acceptance()).isEqualTo(1);
        // From a box: where it has no density no chain goes before the last level.
        assertThat(Annealing.of(20, new Hmc(0.4, 2)).forward(500, MODEL, UniformBox.cube(2, -7, 7), Seeds.of(1)).logZ()).isCloseTo(0, within(0.2));
        assertThatThrownBy(() -> Annealing.of(0, new Hmc(0.5, 1))).hasMessageContaining("0 levels");
    }

    @Test
    void checkOfTwoEstimates() {
        PartitionCheck good = PartitionCheck.of(times(MODEL, 2), WIDE, ImportanceSampling.of(5000), Annealing.of(20, new Hmc(0.5, 2)), 500, Seeds.of(1));
        assertThat(good.accepted()).isTrue();
        assertThat(good.cautions()).isEmpty();
        assertThat(good.logZ()).isCloseTo(2, within(0.1));
        LogDensity far = DiagonalGaussian.isotropic(new double[] {9, 9}, 0.5);
        PartitionCheck bad = PartitionCheck.of(far, WIDE, ImportanceSampling.of(500), Annealing.of(60, new Hmc(0.5, 3)), 200, Seeds.of(1));
        assertThat(bad.accepted()).isFalse();
        assertThat(bad.cautions()).extracting(Caution::kind).contains(Caution.Kind.DISAGREEMENT, Caution.Kind.FEW_EFFECTIVE);
    }

    /** Section 5.3's figures. */
    @Test
    void weights() {
        assertThat(WeightSummary.of(new double[] {1000, 1001, 1002, 999}).logMean()).isCloseTo(1001.0538953374413, within(1e-10));
        WeightSummary four = WeightSummary.of(new double[] {1000, 998, 1001.5, 990});
        assertThat(four.effective()).isCloseTo(1.4950574791898823, within(1e-9));
        assertThat(four.paretoK()).as("too few for a tail").isNaN();
        assertThat(WeightSummary.of(new double[] {-1e6, -1e6}).logMean()).isEqualTo(-1e6);
        assertThat(WeightSummary.of(new double[] {1e6, Double.NEGATIVE_INFINITY}).effective()).isEqualTo(1);
        assertThatThrownBy(() -> WeightSummary.of(new double[] {0, Double.NaN})).hasMessageContaining("draw 1 is NaN");
        assertThatThrownBy(() -> WeightSummary.of(new double[] {Double.POSITIVE_INFINITY})).hasMessageContaining("draw 0 is Infinity");
    }

    /** Weights whose tail is a Pareto distribution's of known shape. */
    @ParameterizedTest
    @CsvSource({"0.2", "0.5", "0.9", "1.5"})
    void tails(double k) {
        SplittableRandom random = new SplittableRandom(1);
        double[] log = random.doubles(20_000).map(u -> -k * Math.log(u)).toArray();
        assertThat(ParetoTail.shape(log)).isCloseTo(k, within(0.08));
        double[] exceedances = random.doubles(4000).map(u -> Math.expm1(-k * Math.log(u)) / k).sorted().toArray();
        assertThat(ParetoTail.shapeOfExceedances(exceedances)).isCloseTo(k, within(0.1));
        boolean heavy = WeightSummary.of(log).cautions().stream().anyMatch(c -> c.kind() == Caution.Kind.HEAVY_TAIL && c.text().startsWith("The weights' tail"));
        assertThat(heavy).isEqualTo(k > 0.7);
        assertThat(ParetoTail.shape(new double[100])).as("equal weights have no tail").isNaN();
    }
}
