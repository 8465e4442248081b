package dev.plackett.evaluate.game;

import java.util.Arrays;
import java.util.Random;

/** Games and policies for tests. */
final class Games {

    static final Game ROCK_PAPER_SCISSORS = Game.cycle(0.5, 0.5, 0.5);
    static final Game BIASED_CYCLE = new Game(new double[][] {{0.5, 0.9, 0.3}, {0.1, 0.5, 0.6}, {0.7, 0.4, 0.5}});
    static final Game TRANSITIVE = new Game(new double[][] {{0.5, 0.55, 0.6}, {0.45, 0.5, 0.95}, {0.4, 0.05, 0.5}});
    static final double[] SKEWED = {0.6, 0.3, 0.1};

    private Games() {}

    /** Win probabilities anywhere in [0, 1]; one in five is decided for certain. */
    static Game random(Random random, int size) {
        double[][] win = new double[size][size];
        for (int i = 0; i < size; i++) {
            win[i][i] = 0.5;
            for (int j = 0; j < i; j++) {
                win[i][j] = random.nextInt(5) == 0 ? random.nextInt(2) : random.nextDouble();
                win[j][i] = 1 - win[i][j];
            }
        }
        return new Game(win);
    }

    static double[] policy(Random random, int size) {
        double[] p = random.doubles(size, 0.01, 1).map(x -> x * x).toArray();
        double sum = Arrays.stream(p).sum();
        return Arrays.stream(p).map(x -> x / sum).toArray();
    }

    /** KL(p ‖ q). */
    static double divergence(double[] p, double[] q) {
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            sum += p[i] == 0 ? 0 : p[i] * Math.log(p[i] / q[i]);
        }
        return sum;
    }
}
