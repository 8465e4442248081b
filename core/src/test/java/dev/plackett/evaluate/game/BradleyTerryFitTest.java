package dev.plackett.evaluate.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** SPPO specification, T4: where a score per answer goes wrong. */
class BradleyTerryFitTest {

    private static final Offset<Double> SIX = within(1e-6);

    @Test
    void t4aIsBeatenSeventyToThirty() {
        Game game = Games.BIASED_CYCLE;
        BradleyTerryFit fit = BradleyTerryFit.of(game);
        assertThat(fit.reward()).containsExactly(new double[] {0.275397051377, -0.413166476065, 0.137769424688}, SIX);
        assertThat(fit.crossEntropy()).isCloseTo(0.330766983612, SIX);
        assertThat(fit.entropyFloor()).isCloseTo(0.268159823743, SIX);
        assertThat(game.borda()).containsExactly(new double[] {0.566666666667, 0.4, 0.533333333333}, SIX);
        assertThat(game.gap(Equilibrium.of(game))).isCloseTo(0, SIX);
        check(game, fit, 1, new double[] {0.421279641331, 0.211607536679, 0.36711282199}, 0.126190349196);
        check(game, fit, 0.1, new double[] {0.797741130703, 0.000815583780381, 0.201443285517}, 0.318933335525);
        check(game, fit, 0.01, new double[] {0.999998945837, 1.247571662e-30, 1.0541627341e-06}, 0.399999578335);
    }

    @Test
    void t4bPrefersAnotherThanTheOneThatBeatsAll() {
        Game game = Games.TRANSITIVE;
        BradleyTerryFit fit = BradleyTerryFit.of(game);
        assertThat(fit.reward()).containsExactly(new double[] {0.228243327055, 0.602693155149, -0.830936482204}, SIX);
        assertThat(fit.crossEntropy()).isCloseTo(0.289364864608, SIX);
        assertThat(fit.entropyFloor()).isCloseTo(0.259944287345, SIX);
        assertThat(game.borda()).containsExactly(new double[] {0.55, 0.633333333333, 0.316666666667}, SIX);
        check(game, fit, 0.01, new double[] {5.46827806922e-17, 1, 5.4733842791e-63}, 0.1);
    }

    private static void check(Game game, BradleyTerryFit fit, double beta, double[] policy, double gap) {
        double[] found = fit.policy(game.uniform(), beta);
        assertThat(found).containsExactly(policy, SIX);
        assertThat(game.gap(found)).isCloseTo(gap, SIX);
    }

    @Test
    void rockPaperScissorsLeavesTheReferenceUnchanged() {
        BradleyTerryFit fit = BradleyTerryFit.of(Games.ROCK_PAPER_SCISSORS);
        assertThat(fit.reward()).containsExactly(0, 0, 0);
        assertThat(fit.crossEntropy()).isCloseTo(Math.log(2) / 2, within(1e-15));
        assertThat(fit.policy(Games.SKEWED, 0.01)).containsExactly(Games.SKEWED, within(1e-15));
        assertThat(Games.ROCK_PAPER_SCISSORS.gap(Games.SKEWED)).isCloseTo(0.3, within(1e-15));
    }

    @Test
    void aGameThatFollowsTheModelIsFittedExactly() {
        double[] reward = {1.5, -4, 0.5, 2};
        double[][] win = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                win[i][j] = 1 / (1 + Math.exp(reward[j] - reward[i]));
            }
        }
        BradleyTerryFit fit = BradleyTerryFit.of(new Game(win));
        assertThat(fit.reward()).containsExactly(reward, within(1e-10));
        assertThat(fit.crossEntropy()).isCloseTo(fit.entropyFloor(), within(1e-12));
    }

    @Test
    void certainVictoryHasNoMaximum() {
        assertThatThrownBy(() -> BradleyTerryFit.of(new Game(new double[][] {{0.5, 1}, {0, 0.5}}))).hasMessageContaining("no maximum");
    }
}
