package dev.plackett.recipe.did.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.LogSpace;
import dev.plackett.model.Tape;
import dev.plackett.model.Want;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class GruModelTest {

    private static final ToyShape SMALL = new ToyShape(3, 3, 3, 4);

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        TokenBatch batch = new TokenBatch(List.of(Row.of(new int[] {2}, SMALL.response(5), SMALL.response(26)), Row.of(new int[] {0}, SMALL.response(14))));
        double[] coefficient = {1, -0.7, 0.3};
        try (Scope scope = Scope.open(); GruModel model = GruModel.initialised(SMALL, Seeds.of(1), 1, ScalarType.Double)) {
            model.parameters().zeroGradient();
            try (Tape tape = model.record(batch, Want.SEQUENCES)) {
                tape.backward(coefficient);
            }
            double step = 1e-6;
            for (String name : model.parameters().names()) {
                double[] gradient = Tensors.toDoubles(model.parameters().gradient(name));
                Tensor master = model.parameters().master(name);
                DoublePointer weight = new DoublePointer(master.data_ptr());
                double[] numeric = new double[gradient.length];
                for (int i = 0; i < gradient.length; i++) {
                    double before = weight.get(i);
                    weight.put(i, before + step);
                    double up = value(model, batch, coefficient);
                    weight.put(i, before - step);
                    numeric[i] = (up - value(model, batch, coefficient)) / (2 * step);
                    weight.put(i, before);
                }
                assertThat(gradient).as(name).containsExactly(numeric, within(1e-7));
                assertThat(Arrays.stream(gradient).map(Math::abs).sum()).as("%s has a gradient", name).isGreaterThan(1e-4);
            }
        }
    }

    private static double value(GruModel model, TokenBatch batch, double[] coefficient) {
        double[] score = model.score(batch, Want.SEQUENCES).values();
        return IntStream.range(0, score.length).mapToDouble(i -> coefficient[i] * score[i]).sum();
    }

    @Test
    void everyResponseScoresAsItIsEnumerated() {
        ToyShape shape = ToyShape.standard();
        try (GruModel model = GruModel.initialised(shape, Seeds.of(2), 4, ScalarType.Float)) {
            ToyPolicy policy = model.enumerate();
            assertThat(policy.prompts()).hasSize(48).allSatisfy(p -> assertThat(LogSpace.sum(p.logs())).isCloseTo(0, within(1e-12)));
            int[][] all = IntStream.range(0, shape.responses()).mapToObj(shape::response).toArray(int[][]::new);
            for (int p : new int[] {0, 17, 47}) {
                TokenBatch batch = TokenBatch.of(Row.of(new int[] {p}, all));
                double[] sums = model.score(batch, Want.SEQUENCES).values();
                assertThat(sums).containsExactly(policy.prompts().get(p).logs(), within(1e-4));
                double[] tokens = model.score(batch, Want.TOKENS).values();
                assertThat(IntStream.range(0, 5).mapToDouble(t -> tokens[5 * 700 + t]).sum()).isCloseTo(sums[700], within(1e-12));
            }
        }
    }

    @Test
    void samplesFollowTheEnumeration() {
        int n = 200_000;
        try (GruModel model = GruModel.initialised(SMALL, Seeds.of(3), 1, ScalarType.Double)) {
            ToyPolicy policy = model.enumerate();
            int[][] drawn = policy.draw(n, Seeds.of(4));
            for (int p = 0; p < 3; p++) {
                int[] count = new int[SMALL.responses()];
                Arrays.stream(drawn[p]).forEach(y -> count[y]++);
                double[] expected = Arrays.stream(policy.prompts().get(p).probabilities()).map(q -> n * q).toArray();
                double chiSquare = IntStream.range(0, count.length).mapToDouble(y -> Math.pow(count[y] - expected[y], 2) / expected[y]).sum();
                // 26 degrees of freedom: above 54.05 once in a thousand.
                assertThat(chiSquare).as("prompt %d", p).isBetween(5.0, 54.05);
            }
        }
    }

    @Test
    void refusesWhatIsNoResponse() {
        try (GruModel model = GruModel.initialised(SMALL, Seeds.of(5), 1, ScalarType.Float)) {
            for (Row row : List.of(Row.of(new int[] {3}, SMALL.response(0)), Row.of(new int[] {0, 1}, SMALL.response(0)), Row.of(new int[] {0}, new int[] {1, 2}),
                Row.of(new int[] {0}, new int[] {1, 2, 3}))) {
                assertThatIllegalArgumentException().isThrownBy(() -> model.score(TokenBatch.of(row), Want.SEQUENCES)).withMessageContaining("expected one index");
            }
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new ToyShape(1, 10, 7, 4)).withMessageContaining("responses");
    }

    @Test
    void indicesAndRewardsAreThoseOfTheTokens() {
        ToyShape shape = ToyShape.standard();
        assertThat(shape.response(0)).containsExactly(0, 0, 0, 0, 0);
        assertThat(shape.response(1023)).containsExactly(3, 3, 3, 3, 3);
        assertThat(shape.response(256 + 2)).containsExactly(1, 0, 0, 0, 2);
        assertThat(shape.zeros()[256 + 2]).isEqualTo(3);
    }
}
