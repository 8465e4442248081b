package dev.plackett.model.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.PointBatch;
import dev.plackett.model.Tape;
import dev.plackett.model.Want;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.energy.VariationalSteps;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** The lower bound against what it is in closed form, and its gradient against differences. */
class VaeTest {

    private static final VaePlan PLAN = new VaePlan(3, 4, 2);

    @Test
    void withoutWeightsTheBoundIsThatOfFairCoinsLessTheDivergence() {
        try (Scope scope = Scope.open(); ParameterStore store = ParameterStore.trainable(PLAN.parameters(), ScalarType.Double, ScalarType.Double)) {
            VaeScorer scorer = new VaeScorer(PLAN.over(store), store);
            PointBatch rows = PointBatch.of(new double[] {0, 1, 0.3, 0.5, -2}, 5);
            assertThat(scorer.score(rows, Want.SEQUENCES).values()[0]).isCloseTo(-3 * Math.log(2), within(1e-12));
            double mean = 0.7;
            double logVariance = -0.4;
            try (NoGradGuard off = new NoGradGuard()) {
                store.master("encoder.output.bias").copy_(Tensors.of(ScalarType.Double, mean, 0, logVariance, 0));
            }
            double divergence = 0.5 * (mean * mean + Math.exp(logVariance) - logVariance - 1);
            assertThat(scorer.score(rows, Want.SEQUENCES).values()[0]).isCloseTo(-3 * Math.log(2) - divergence, within(1e-12));
        }
    }

    @Test
    void gradientIsThatOfTheBound() {
        try (Scope scope = Scope.open(); ParameterStore store = ParameterStore.trainable(PLAN.parameters(), ScalarType.Double, ScalarType.Double)) {
            try (NoGradGuard off = new NoGradGuard()) {
                PLAN.initialise(store, Seeds.of(3));
            }
            VaeScorer scorer = new VaeScorer(PLAN.over(store), store);
            PointBatch rows = PointBatch.of(new double[] {0, 1, 0.3, 0.5, -2, 1, 0.2, 0, 1.5, 0.1}, 5);
            store.zeroGradient();
            try (Tape tape = scorer.record(rows, Want.SEQUENCES)) {
                tape.backward(new double[] {1, -0.5});
            }
            double[] gradient = Tensors.toDoubles(store.gradient());
            for (String name : store.names()) {
                double found = Tensors.toDoubles(store.gradient(name))[0];
                double above = moved(store, scorer, rows, name, 1e-5);
                double below = moved(store, scorer, rows, name, -1e-5);
                assertThat(found).as(name).isCloseTo((above - below) / 2e-5, within(1e-7));
            }
            assertThat(gradient).isNotEmpty();
        }
    }

    private static double moved(ParameterStore store, VaeScorer scorer, PointBatch rows, String name, double by) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            store.master(name).view(-1).narrow(0, 0, 1).add_(Tensors.scalar(by));
            double[] values = scorer.score(rows, Want.SEQUENCES).values();
            store.master(name).view(-1).narrow(0, 0, 1).sub_(Tensors.scalar(by));
            return values[0] - 0.5 * values[1];
        }
    }

    @Test
    void stepsAreAFunctionOfTheStep() {
        PointBatch images = PointBatch.of(new double[] {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3}, 3);
        VariationalSteps steps = new VariationalSteps(images, 2, 2, Seeds.of(1));
        PointBatch third = steps.apply(2).get(0).batch();
        steps.apply(0);
        assertThat(steps.apply(2).get(0).batch().values()).isEqualTo(third.values());
        assertThat(third.rowLength()).isEqualTo(5);
        assertThat(third.values()[3]).isNotEqualTo(steps.apply(3).get(0).batch().values()[3]);
    }
}
