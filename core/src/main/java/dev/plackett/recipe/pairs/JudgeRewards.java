package dev.plackett.recipe.pairs;

import dev.plackett.judge.Verdict;

/**
 * Rewards from a judge's comparisons: for each candidate the mean of its log-odds against all. Of a judge that follows Bradley and Terry these are its own
 * grades, up to a constant of the prompt, which no weight sees. Ours.
 */
final class JudgeRewards {

    /** A judge that is certain is believed up to odds of a million to one. */
    private static final double SURE = Math.log(1e6);

    private JudgeRewards() {}

    static double[] of(Verdict verdict) {
        double[] out = new double[verdict.size()];
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < out.length; j++) {
                out[i] += i == j ? 0 : logOdds(verdict, i, j) / out.length;
            }
        }
        return out;
    }

    /** Logits are of ordered comparisons: the mean of both orders, as {@link dev.plackett.judge.WinProbability#AVERAGE} takes them. */
    private static double logOdds(Verdict verdict, int i, int j) {
        if (verdict instanceof Verdict.Logits logits) {
            return (logits.c()[i][j] - logits.c()[j][i]) / 2;
        }
        double p = ((Verdict.Probabilities) verdict).p()[i][j];
        return Math.max(-SURE, Math.min(SURE, Math.log(p) - Math.log1p(-p)));
    }
}
