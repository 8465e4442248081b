package dev.plackett.robust.pre;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.objective.Carry;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.PreAggregator;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class BucketingTest {

    @Test
    void groupsOfTwoInOrder() {
        try (Scope scope = Scope.open()) {
            GradientMatrix gradients = GradientMatrix.of(Tensors.zeros(ScalarType.Float, 7, 5));
            PreAggregator.Mixing mixing = new Bucketing(2, 0).grouped(gradients, new int[] {0, 1, 2, 3, 4, 5, 6}, Carry.empty());
            assertThat(mixing.names()).containsExactly("0+1", "2+3", "4+5", "6");
            assertThat(mixing.weights()).isDeepEqualTo(new double[][] {{.5, .5, 0, 0, 0, 0, 0}, {0, 0, .5, .5, 0, 0, 0}, {0, 0, 0, 0, .5, .5, 0},
                {0, 0, 0, 0, 0, 0, 1}});
            assertThat(mixing.perWorker()).isFalse();
        }
    }
}
