package dev.plackett.evaluate.did;

import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.Correlation;
import dev.plackett.evaluate.Interval;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Centred hidden embedding similarity of pairs (Razin et al. 2024, arXiv 2410.08847): S_w·S_l − ‖S_w‖², large where raising the chosen response over the
 * rejected one is expected to lower it. The hidden states are the reference's, before training.
 *
 * @param ranking     pairs by score, highest first
 * @param spearman    rank correlation of the score with the observed fall of the chosen response
 * @param interval    of it, by bootstrap over pairs
 */
public record Ches(List<Ranked> ranking, double spearman, Interval interval) {

    /**
     * A pair.
     *
     * @param index      its place in the input
     * @param score      S_w·S_l − ‖S_w‖²
     * @param normalised S_w·S_l/(T_w T_l) − ‖S_w‖²/T_w²
     * @param change     observed log π − log π_ref of its chosen response
     */
    public record Ranked(int index, double score, double normalised, double change) {}

    /** CHES of a pair. */
    public static double score(HiddenSum chosen, HiddenSum rejected) {
        return chosen.dot(rejected) - chosen.dot(chosen);
    }

    /** The length-normalised form. */
    public static double normalised(HiddenSum chosen, HiddenSum rejected) {
        double t = chosen.tokens();
        return chosen.dot(rejected) / (t * rejected.tokens()) - chosen.dot(chosen) / (t * t);
    }

    /**
     * Ranks pairs by the length-normalised score.
     *
     * @param chosen   hidden sums of the chosen responses
     * @param rejected of the rejected ones
     * @param change   log π − log π_ref of the chosen ones after training
     */
    public static Ches of(List<HiddenSum> chosen, List<HiddenSum> rejected, double[] change, Bootstrap bootstrap) {
        if (chosen.isEmpty() || chosen.size() != rejected.size() || chosen.size() != change.length) {
            throw new IllegalArgumentException(chosen.size() + " chosen and " + rejected.size() + " rejected responses with " + change.length
                + " changes, expected as many of each, at least 1");
        }
        List<Ranked> pairs = IntStream.range(0, change.length).mapToObj(i -> new Ranked(i, score(chosen.get(i), rejected.get(i)),
            normalised(chosen.get(i), rejected.get(i)), change[i])).toList();
        return new Ches(pairs.stream().sorted(Comparator.comparingDouble(Ranked::normalised).reversed()).toList(),
            correlation(pairs, IntStream.range(0, pairs.size()).toArray()), bootstrap.of(pairs.size(), units -> correlation(pairs, units)));
    }

    /** The pairs most likely to do harm. */
    public List<Ranked> top(int n) {
        return ranking.subList(0, Math.min(n, ranking.size()));
    }

    /** The pairs least likely to. */
    public List<Ranked> bottom(int n) {
        return ranking.subList(Math.max(0, ranking.size() - n), ranking.size());
    }

    private static double correlation(List<Ranked> pairs, int[] units) {
        return Correlation.spearman(IntStream.of(units).mapToDouble(i -> pairs.get(i).normalised).toArray(),
            IntStream.of(units).mapToDouble(i -> -pairs.get(i).change).toArray());
    }
}
