package dev.plackett.data.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.tensor.Scope;
import org.junit.jupiter.api.Test;

class PointsTest {

    private static final Points THREE = Points.of(new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6});

    @Test
    void rowsColumnsAndParts() {
        assertThat(THREE.rows()).isEqualTo(3);
        assertThat(THREE.row(1)).containsExactly(3, 4);
        assertThat(THREE.column(1)).containsExactly(2, 4, 6);
        assertThat(THREE.slice(1, 3).values()).containsExactly(3, 4, 5, 6);
        assertThat(THREE.pick(2, 0, 2).values()).containsExactly(5, 6, 1, 2, 5, 6);
        assertThat(THREE.slice(0, 1).then(THREE.slice(2, 3)).values()).containsExactly(1, 2, 5, 6);
    }

    @Test
    void tensorAndBack() {
        try (Scope scope = Scope.open()) {
            assertThat(Points.of(THREE.tensor()).values()).containsExactly(THREE.values());
            assertThatThrownBy(() -> Points.of(THREE.tensor().view(6))).hasMessageContaining("points: expected shape [any, any]");
        }
    }

    @Test
    void errors() {
        assertThatThrownBy(() -> new Points(new double[3], 2)).hasMessageContaining("3 numbers are no points of dimension 2");
        assertThatThrownBy(() -> Points.of(new double[] {1}, new double[] {1, 2})).hasMessageContaining("row 1 has 2 numbers, expected 1");
        assertThatThrownBy(() -> THREE.then(new Points(new double[3], 3))).hasMessageContaining("dimension 3");
    }
}
