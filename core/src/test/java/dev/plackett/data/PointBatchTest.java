package dev.plackett.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class PointBatchTest {

    private final PointBatch three = PointBatch.of(new double[] {1, 2, 3, 4, 5, 6}, 2).withGroups(7, 8, 9).withBase(0.1, 0.2, 0.3);

    @Test
    void rowsPiecesAndJoin() {
        assertThat(three.sequences()).isEqualTo(3);
        assertThat(three.cost()).isEqualTo(3);
        assertThat(three.rowLength()).isEqualTo(2);
        PointBatch picked = three.rows(2, 0, 2);
        assertThat(picked.values()).containsExactly(5, 6, 1, 2, 5, 6);
        assertThat(picked.group()).containsExactly(9, 7, 9);
        assertThat(picked.base()).containsExactly(0.3, 0.1, 0.3);
        List<PointBatch> pieces = three.pieces();
        PointBatch again = pieces.get(0).join(pieces.subList(1, 3));
        assertThat(again.values()).isEqualTo(three.values());
        assertThat(again.group()).isEqualTo(three.group());
        assertThat(again.base()).isEqualTo(three.base());
    }

    @Test
    void imagesAsTensors() {
        double[] values = new double[24];
        values[23] = 5;
        try (Scope scope = Scope.open()) {
            assertThat(Tensors.shape(PointBatch.of(values, 1, 3, 4).tensor(ScalarType.Float))).containsExactly(2, 1, 3, 4);
            assertThat(PointBatch.of(values, 1, 3, 4).tensor(ScalarType.Double).select(0, 1).select(0, 0).select(0, 2).select(0, 3).item_double()).isEqualTo(5);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> PointBatch.of(new double[5], 2)).hasMessageContaining("5 numbers are not rows of shape [2]");
        assertThatThrownBy(() -> PointBatch.of(new double[0], 2)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> PointBatch.of(new double[2])).hasMessageContaining("rows of shape []");
        assertThatThrownBy(() -> PointBatch.of(new double[4], 2).withGroups(1)).hasMessageContaining("1 groups and 0 base log-densities for 2 rows");
        assertThatThrownBy(() -> PointBatch.of(new double[4], 2).withGroups(0, -1)).hasMessageContaining("group is -1");
        assertThatThrownBy(() -> three.join(List.of(PointBatch.of(new double[3], 3)))).hasMessageContaining("shape [3] do not join rows of shape [2]");
        assertThatThrownBy(() -> three.join(List.of(PointBatch.of(new double[2], 2)))).hasMessageContaining("only some have groups or a base");
    }
}
