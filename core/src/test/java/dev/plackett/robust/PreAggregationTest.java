package dev.plackett.robust;

import static dev.plackett.robust.Matrices.A7;
import static dev.plackett.robust.Matrices.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.objective.Carry;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class PreAggregationTest {

    /** The rows that a stage makes. */
    private static double[][] rows(PreAggregator stage) {
        try (Scope scope = Scope.open()) {
            GradientMatrix gradients = GradientMatrix.of(Matrices.tensor(A7, ScalarType.Double));
            PreAggregator.Mixing mixing = stage.mix(gradients, Carry.empty());
            GradientMatrix mixed = gradients.mixed(mixing.weights(), mixing.names());
            double[][] rows = new double[mixed.workers()][];
            for (int i = 0; i < rows.length; i++) {
                Tensor out = Tensors.zeros(ScalarType.Double, 5);
                double[] one = new double[rows.length];
                one[i] = 1;
                mixed.combine(one, out);
                rows[i] = Tensors.toDoubles(out);
            }
            return rows;
        }
    }

    @Test
    void nearestNeighbours() {
        double[][] rows = rows(PreAggregator.nearestNeighbours(1));
        for (int i = 0; i < 6; i++) {
            assertThat(rows[i]).usingComparatorWithPrecision(1e-6).containsExactly(1.05, 1.933333, -1.016667, 0.45, 3.0);
        }
        assertThat(rows[6]).usingComparatorWithPrecision(1e-6).containsExactly(2.6, -0.116667, 0.85, -1.35, 4.183333);
    }

    @Test
    void clipping() {
        double[][] rows = rows(PreAggregator.clipping(4));
        assertThat(rows[1]).usingComparatorWithPrecision(1e-6).containsExactly(1.180249, 1.770373, -0.885186, 0.393416, 3.245684);
        assertThat(rows[6]).usingComparatorWithPrecision(1e-6).containsExactly(1.788854, -1.788854, 1.788854, -1.788854, 1.788854);
        assertThat(rows[0]).containsExactly(A7[0]);
        double median = 4.033609;
        assertThat(Matrices.norm(rows(new dev.plackett.robust.pre.Clipping(1, true))[6])).isCloseTo(median, within(1e-6));
    }

    @Test
    void adaptiveClipping() {
        double[][] rows = rows(PreAggregator.adaptiveClipping(1));
        assertThat(rows[6]).usingComparatorWithPrecision(1e-6).containsExactly(1.863330, -1.863330, 1.863330, -1.863330, 1.863330);
        for (int i = 0; i < 6; i++) {
            assertThat(rows[i]).containsExactly(A7[i]);
        }
    }

    @Test
    void bucketsAreMeansOfGroupsAndEachWorkerIsInOne() {
        double[][] rows = rows(PreAggregator.bucketing(2, 5));
        assertThat(rows.length).isEqualTo(4);
        Aggregation twice = update(Aggregator.named("bucketing(s=2, seed=5) > mean"), A7).aggregation();
        // Three groups of two and one of one: a quarter each.
        double[] sorted = twice.coefficients().clone();
        Arrays.sort(sorted);
        assertThat(sorted).usingComparatorWithPrecision(1e-15).containsExactly(.125, .125, .125, .125, .125, .125, .25);
        Carry next = twice.next();
        assertThat(next.values().keySet()).containsExactly("0/bucketing.step");
        assertThat(update(Aggregator.named("bucketing(s=2, seed=5) > mean"), A7).aggregation().coefficients()).containsExactly(twice.coefficients());
        List<double[]> orders = new java.util.ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Aggregation step = update(Aggregator.named("bucketing(s=2, seed=5) > krum(f=0)"), A7, next).aggregation();
            next = step.next();
            orders.add(step.coefficients());
        }
        assertThat(orders.stream().map(Arrays::toString).distinct().count()).as("the order changes from step to step").isGreaterThan(1);
        assertThat(rows(PreAggregator.bucketing(1, 0)).length).isEqualTo(7);
        assertThat(rows(PreAggregator.bucketing(9, 0))[0]).usingComparatorWithPrecision(1e-12).containsExactly(Matrices.mean(A7));
    }

    @Test
    void chainsOfChainsAreProductsOfWeights() {
        double[] once = update(Aggregator.named("arc(f=1) > nnm(f=1) > clip(c=2) > mean"), A7).direction();
        double[][] rows = rows(PreAggregator.adaptiveClipping(1));
        double[][] mixed = new double[7][];
        for (int i = 0; i < 7; i++) {
            mixed[i] = update(Aggregator.named("monna(f=1, worker=" + i + ")"), rows).direction();
            double norm = Matrices.norm(mixed[i]);
            mixed[i] = norm > 2 ? Matrices.scaled(mixed[i], 2 / norm) : mixed[i];
        }
        assertThat(once).usingComparatorWithPrecision(1e-12).containsExactly(Matrices.mean(mixed));
        // Coordinates of mixed rows, never written down.
        assertThat(update(Aggregator.named("arc(f=1) > median"), A7).direction()).usingComparatorWithPrecision(1e-12)
            .containsExactly(update(Aggregator.median(), rows).direction());
    }
}
