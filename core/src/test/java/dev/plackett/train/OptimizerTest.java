package dev.plackett.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class OptimizerTest {

    private static ParameterStore one(double value) {
        ParameterStore store = ParameterStore.trainable(List.of(ParameterStore.Group.of("x", 1, 1)), ScalarType.Double, ScalarType.Double);
        store.master("x").fill_(Tensors.scalar(value));
        return store;
    }

    private static double step(ParameterStore store, Optimizer optimizer, double gradient, double rate) {
        store.gradient("x").fill_(Tensors.scalar(gradient));
        optimizer.step(store.gradient(), 1, rate);
        return Tensors.toDoubles(store.master("x"))[0];
    }

    /** SPPO specification, T9a. */
    @Test
    void rmsPropEqualsTorch() {
        try (Scope scope = Scope.open(); ParameterStore store = one(0); Optimizer optimizer = Optimizer.rmsProp(store, 0.99, 1e-8, 0)) {
            double[] gradients = {400.0, 400.0, -100.0, 0.0};
            double[] expected = {-4.99999999875e-06, -8.54440602316e-06, -7.66763931194e-06, -7.66763931194e-06};
            for (int i = 0; i < gradients.length; i++) {
                assertThat(step(store, optimizer, gradients[i], 5e-7)).isCloseTo(expected[i], within(Math.abs(expected[i]) * 1e-9));
            }
        }
    }

    @Test
    void adamWEqualsItsDefinition() {
        double beta1 = 0.9;
        double beta2 = 0.999;
        double x = 2;
        double m = 0;
        double v = 0;
        try (Scope scope = Scope.open(); ParameterStore store = one(x); Optimizer optimizer = Optimizer.adamW(store, beta1, beta2, 1e-8, 0.1)) {
            double[] gradients = {3, -1, 0.5, 0, 1e-9};
            for (int t = 1; t <= gradients.length; t++) {
                double g = gradients[t - 1];
                m = beta1 * m + (1 - beta1) * g;
                v = beta2 * v + (1 - beta2) * g * g;
                x = x - 1e-2 * 0.1 * x - 1e-2 * (m / (1 - Math.pow(beta1, t))) / (Math.sqrt(v / (1 - Math.pow(beta2, t))) + 1e-8);
                assertThat(step(store, optimizer, g, 1e-2)).isCloseTo(x, within(1e-12));
            }
        }
    }

    /** MECO's v: it begins with the first gradient; β = 1 is plain descent. */
    @Test
    void averagedDescentEqualsItsDefinition() {
        double[] gradients = {3, -1, 0.5, 0};
        for (double beta : new double[] {0.3, 1}) {
            double x = 2;
            double v = 3;
            try (Scope scope = Scope.open(); ParameterStore store = one(x); Optimizer optimizer = Optimizer.averaged(store, beta)) {
                for (double g : gradients) {
                    v = (1 - beta) * v + beta * g;
                    x -= 0.1 * v;
                    assertThat(step(store, optimizer, g, 0.1)).isCloseTo(x, within(1e-14));
                }
                store.gradient("x").fill_(Tensors.scalar(8));
                optimizer.step(store.gradient(), 0.25, 0.1);
                assertThat(Tensors.toDoubles(store.master("x"))[0]).as("scaled by the clipping factor")
                    .isCloseTo(x - 0.1 * ((1 - beta) * v + beta * 2), within(1e-14));
            }
        }
        try (Scope scope = Scope.open(); ParameterStore store = one(0)) {
            assertThatIllegalArgumentException().isThrownBy(() -> Optimizer.averaged(store, 0)).withMessageContaining("beta is 0.0");
        }
    }

    @Test
    void normalisedDescentTakesStepsOfOneLength() {
        ParameterStore.Group group = ParameterStore.Group.of("x", 2);
        try (Scope scope = Scope.open(); ParameterStore store = ParameterStore.trainable(List.of(group), ScalarType.Double, ScalarType.Double);
             Optimizer optimizer = Optimizer.normalized(store)) {
            store.gradient("x").copy_(Tensors.of(ScalarType.Double, 3e-100, -4e-100));
            optimizer.step(store.gradient(), 1, 0.5);
            assertThat(Tensors.toDoubles(store.master("x"))).containsExactly(new double[] {-0.3, 0.4}, within(1e-14));
            store.zeroGradient();
            optimizer.step(store.gradient(), 1, 0.5);
            assertThat(Tensors.toDoubles(store.master("x"))).containsExactly(new double[] {-0.3, 0.4}, within(1e-14));
            assertThat(optimizer.steps()).isEqualTo(2);
        }
    }

    @Test
    void theGradientIsScaledByTheClippingFactor() {
        try (Scope scope = Scope.open(); ParameterStore a = one(1); ParameterStore b = one(1);
             Optimizer first = Optimizer.rmsProp(a, 0.9, 1, 0); Optimizer second = Optimizer.rmsProp(b, 0.9, 1, 0)) {
            a.gradient("x").fill_(Tensors.scalar(4));
            first.step(a.gradient(), 0.25, 0.1);
            assertThat(Tensors.toDoubles(a.flat())[0]).isEqualTo(step(b, second, 1, 0.1));
        }
    }

    @Test
    void theNormIsExactOnLargeBuffers() {
        try (Scope scope = Scope.open()) {
            var flat = Tensors.zeros(ScalarType.Float, 19_000_001).fill_(Tensors.scalar(0.1f));
            double exact = Math.sqrt(19_000_001.0) * (double) 0.1f;
            assertThat(GradientNorm.of(flat)).isCloseTo(exact, within(exact * 1e-6));
        }
    }

    @Test
    void constantsOutOfRangeAndGradientsOfAnotherLengthAreRefused() {
        try (Scope scope = Scope.open(); ParameterStore store = one(1); Optimizer optimizer = Optimizer.adamW(store, 0.9, 0.999, 1e-8, 0)) {
            assertThatIllegalArgumentException().isThrownBy(() -> Optimizer.adamW(store, 1, 0.999, 1e-8, 0)).withMessageContaining("beta1");
            assertThatIllegalArgumentException().isThrownBy(() -> Optimizer.adamW(store, 0.9, Double.NaN, 1e-8, 0)).withMessageContaining("beta2");
            assertThatIllegalArgumentException().isThrownBy(() -> Optimizer.rmsProp(store, 0.99, 0, 0)).withMessageContaining("epsilon");
            assertThatIllegalArgumentException().isThrownBy(() -> Optimizer.rmsProp(store, 0.99, 1e-8, -1)).withMessageContaining("weight decay");
            assertThatIllegalArgumentException().isThrownBy(() -> optimizer.step(Tensors.of(1f), 1, 0.1)).withMessageContaining("flat buffer");
        }
    }
}
