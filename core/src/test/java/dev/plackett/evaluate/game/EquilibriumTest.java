package dev.plackett.evaluate.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EquilibriumTest {

    @Test
    void workedGames() {
        assertThat(Equilibrium.of(Games.ROCK_PAPER_SCISSORS)).containsExactly(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, within(1e-14));
        assertThat(Equilibrium.of(Games.BIASED_CYCLE)).containsExactly(new double[] {1 / 7.0, 2 / 7.0, 4 / 7.0}, within(1e-14));
        assertThat(Equilibrium.of(Games.TRANSITIVE)).containsExactly(1, 0, 0);
    }

    /** 8.1.12: the equilibrium of a cycle with margins s01, s12, s20 is proportional to (s12, s20, s01). */
    @Test
    void cyclesHaveAClosedForm() {
        for (long seed = 0; seed < 100; seed++) {
            double[] s = new Random(seed).doubles(3, 0.01, 0.5).toArray();
            double sum = Arrays.stream(s).sum();
            assertThat(Equilibrium.of(Game.cycle(s[0], s[1], s[2]))).as("seed " + seed)
                .containsExactly(new double[] {s[1] / sum, s[2] / sum, s[0] / sum}, within(1e-12));
        }
    }

    @Test
    void nobodyBeatsIt() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Game game = Games.random(random, 1 + random.nextInt(12));
            double[] nash = Equilibrium.of(game);
            assertThat(Arrays.stream(nash).sum()).as("seed " + seed).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(nash).min().orElseThrow()).as("seed " + seed).isGreaterThanOrEqualTo(0);
            assertThat(game.gap(nash)).as("seed " + seed).isCloseTo(0, within(1e-10));
        }
    }

    @Test
    void whatIsNoGameIsRefused() {
        assertThatThrownBy(() -> new Game(new double[][] {{0.5, 0.7}, {0.4, 0.5}})).hasMessageContaining("answers 1 and 0 win with probabilities 0.4 and 0.7");
        assertThatThrownBy(() -> new Game(new double[][] {{0.5, 0.7}})).hasMessageContaining("row 0 has 2 entries, expected 1");
        assertThatThrownBy(() -> new Game(new double[][] {{0.6}})).hasMessageContaining("answers 0 and 0");
    }
}
