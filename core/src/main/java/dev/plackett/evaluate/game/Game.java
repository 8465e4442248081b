package dev.plackett.evaluate.game;

import java.util.Arrays;

/**
 * A finite preference game (Wu et al. 2024, eq. 3.3): two players each name an answer, and one of them wins. Constant sum, symmetric, value ½. A policy is
 * a probability for each answer.
 *
 * @param win {@code win[y][y′]} = P(y ≻ y′), {@code [n, n]}; win[y][y′] + win[y′][y] = 1, diagonal ½
 */
public record Game(double[][] win) {

    private static final double TOLERANCE = 1e-12;

    public Game {
        win = Arrays.stream(win).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < win.length; i++) {
            if (win[i].length != win.length) {
                throw new IllegalArgumentException("row " + i + " has " + win[i].length + " entries, expected " + win.length);
            }
            for (int j = 0; j <= i; j++) {
                if (!(win[i][j] >= 0 && win[i][j] <= 1) || Math.abs(win[i][j] + win[j][i] - 1) > TOLERANCE) {
                    throw new IllegalArgumentException("answers " + i + " and " + j + " win with probabilities " + win[i][j] + " and " + win[j][i]
                        + ", expected two numbers from 0 to 1 that add up to 1");
                }
            }
        }
    }

    /** Three answers that beat each other in a circle, 0 ≻ 1 ≻ 2 ≻ 0, by margins over ½, each in (0, ½]; rock–paper–scissors is ½, ½, ½. */
    public static Game cycle(double s01, double s12, double s20) {
        return new Game(new double[][] {{0.5, 0.5 + s01, 0.5 - s20}, {0.5 - s01, 0.5, 0.5 + s12}, {0.5 + s20, 0.5 - s12, 0.5}});
    }

    /** Number of answers. */
    public int size() {
        return win.length;
    }

    /** P(y ≻ π) of every answer. */
    public double[] winRates(double[] policy) {
        double[] out = new double[win.length];
        for (int i = 0; i < win.length; i++) {
            for (int j = 0; j < win.length; j++) {
                out[i] += win[i][j] * policy[j];
            }
        }
        return out;
    }

    /** P(π ≻ π′). */
    public double winRate(double[] policy, double[] against) {
        double[] rates = winRates(against);
        double sum = 0;
        for (int i = 0; i < rates.length; i++) {
            sum += policy[i] * rates[i];
        }
        return sum;
    }

    /** The best win rate that any policy has against this one. */
    public double exploitability(double[] policy) {
        return Arrays.stream(winRates(policy)).max().orElseThrow();
    }

    /** Duality gap 2·max_y P(y ≻ π) − 1: at least 0, and 0 for equilibria only. */
    public double gap(double[] policy) {
        return 2 * exploitability(policy) - 1;
    }

    /** Row means, the diagonal included: the win rate against the uniform policy. */
    public double[] borda() {
        return winRates(uniform());
    }

    /** The uniform policy. */
    public double[] uniform() {
        double[] out = new double[win.length];
        Arrays.fill(out, 1.0 / win.length);
        return out;
    }
}
