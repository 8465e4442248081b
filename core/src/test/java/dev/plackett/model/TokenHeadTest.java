package dev.plackett.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class TokenHeadTest {

    /** SPPO specification, T7: with the identity as head, hidden states are logits; position t predicts label t + 1, and −100 is not scored. */
    @Test
    void summedLogLikelihoodsEqualTheWorkedExample() {
        double[][][] logits = {
            {{0.2, -1.0, 0.5, 1.5}, {1.0, 0.0, -0.5, 0.3}, {0.0, 2.0, 0.1, -1.2}, {0.7, 0.7, -0.7, 0.0}, {9, 9, 9, 9}},
            {{1.1, 0.4, -0.2, 0.0}, {-0.3, 0.8, 0.9, -1.0}, {0.5, 0.5, 0.5, 0.5}, {2.0, -2.0, 0.0, 1.0}, {0, 0, 0, 5.0}}};
        int[][] labels = {{-100, -100, 3, 1, 2}, {-100, 2, 0, -100, -100}};
        double[] expected = {-4.12704635326, -4.09967922734};
        for (int s = 0; s < 2; s++) {
            int row = s;
            int[] source = java.util.stream.IntStream.range(0, 4).filter(t -> labels[row][t + 1] != -100).toArray();
            int[] target = Arrays.stream(source).map(t -> labels[row][t + 1]).toArray();
            try (Scope scope = Scope.open();
                 ParameterStore identity = ParameterStore.frozen(List.of(ParameterStore.Group.of("head", 4, 4)), ScalarType.Double)) {
                identity.master("head").copy_(torch.eye(4));
                Tensor hidden = Tensors.of(ScalarType.Double, Arrays.stream(logits[s]).flatMapToDouble(Arrays::stream).toArray()).view(5, 4);
                double[] logps = TokenHead.of(identity, "head").forward(hidden, source, target, Set.of()).logps();
                assertThat(Arrays.stream(logps).sum()).isCloseTo(expected[s], within(1e-9));
            }
        }
    }
}
