package dev.plackett.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ComparisonGraphTest {

    @Test
    void byHand() {
        ComparisonGraph cycle = new ComparisonGraph(new double[][] {{0, 1, 0}, {0, 0, 1}, {1, 0, 0}});
        assertThat(cycle.stronglyConnected()).isTrue();
        assertThat(cycle.components()).containsExactly(new int[] {0, 1, 2});
        ComparisonGraph chain = new ComparisonGraph(new double[][] {{0, 1, 0}, {0, 0, 1}, {0, 0, 0}});
        assertThat(chain.stronglyConnected()).isFalse();
        assertThat(chain.connected()).isTrue();
        assertThat(chain.components()).hasSize(3);
        ComparisonGraph apart = new ComparisonGraph(new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 5}});
        assertThat(apart.connected()).isFalse();
        assertThat(apart.components()).containsExactly(new int[] {0, 1}, new int[] {2});
        assertThatThrownBy(() -> new ComparisonGraph(new double[][] {{0, 1}})).hasMessageContaining("row 0").hasMessageContaining("expected 1");
    }

    /** Against the transitive closure. */
    @Test
    void asTheClosureSays() {
        int strong = 0;
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(7);
            double[][] wins = new double[n][n];
            boolean[][] reach = new boolean[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    wins[i][j] = random.nextInt(3) == 0 ? 1 : 0;
                    reach[i][j] = wins[i][j] > 0 || i == j;
                }
            }
            for (int k = 0; k < n; k++) {
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        reach[i][j] |= reach[i][k] && reach[k][j];
                    }
                }
            }
            boolean all = true;
            for (boolean[] row : reach) {
                for (boolean r : row) {
                    all &= r;
                }
            }
            ComparisonGraph graph = new ComparisonGraph(wins);
            assertThat(graph.stronglyConnected()).as("seed " + seed).isEqualTo(all);
            assertThat(graph.components().size() == 1).as("seed " + seed).isEqualTo(all);
            assertThat(graph.components().stream().mapToInt(c -> c.length).sum()).isEqualTo(n);
            strong += all ? 1 : 0;
        }
        assertThat(strong).isBetween(50, 250);
    }
}
