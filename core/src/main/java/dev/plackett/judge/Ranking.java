package dev.plackett.judge;

import java.util.Arrays;

/**
 * The answers of one prompt in a judge's eyes.
 *
 * @param probability {@code [K, K]}, diagonal ½
 * @param score       mean of S per answer, or of P̂ where the judge gives probabilities only
 * @param winRate     P̂_i, the mean of row i of {@code probability}, the diagonal included
 * @param chosen      index of the best answer
 * @param rejected    index of the worst answer
 */
public record Ranking(double[][] probability, double[] score, double[] winRate, int chosen, int rejected) {

    /** Differences below this are rounding: the scores of a pure cycle are 0, but rarely to the last digit. */
    private static final double SAME = 1e-12;

    /** What orders the answers. */
    public enum Selection {
        /** The score (the released rule). */
        SCORE,
        /** The estimated win rate P̂; with a cyclic judge it may order differently. */
        WIN_RATE
    }

    /** Ranks a verdict; the first index wins ties. */
    public static Ranking of(Verdict verdict, WinProbability mode, Selection selection) {
        double[][] p = mode.matrix(verdict);
        double[] winRate = new double[p.length];
        for (int i = 0; i < p.length; i++) {
            winRate[i] = Arrays.stream(p[i]).sum() / p.length;
        }
        double[] score = verdict instanceof Verdict.Logits logits ? WinProbability.scores(logits.c()) : winRate;
        double[] by = selection == Selection.SCORE ? score : winRate;
        int chosen = 0;
        int rejected = 0;
        for (int i = 1; i < by.length; i++) {
            chosen = by[i] > by[chosen] + SAME ? i : chosen;
            rejected = by[i] < by[rejected] - SAME ? i : rejected;
        }
        return new Ranking(p, score, winRate, chosen, rejected);
    }

    /** Whether all answers are equal in what orders them, so that best and worst are the same answer. */
    public boolean tied() {
        return chosen == rejected;
    }

    /** P(chosen ≻ rejected). */
    public double pairWin() {
        return probability[chosen][rejected];
    }

    /** log of the mean of exp(ηP̂) over the answers of a prompt, at least one. */
    public static double logPartition(double[] winRate, double eta) {
        if (winRate.length == 0 || !Double.isFinite(eta)) {
            throw new IllegalArgumentException("eta is " + eta + " over " + winRate.length + " answers, expected a finite number and at least one answer");
        }
        double max = Arrays.stream(winRate).max().orElseThrow();
        return eta * max + Math.log(Arrays.stream(winRate).map(w -> Math.exp(eta * (w - max))).sum() / winRate.length);
    }
}
