package dev.plackett.evaluate.did;

import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.Interval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A mean over prompts, which are independent where the responses of one are not.
 *
 * @param value    the mean of the prompts' means; NaN over no prompt
 * @param interval by bootstrap over prompts
 * @param prompts  how many
 */
public record Mean(double value, Interval interval, int prompts) {

    /** Of one number per prompt. */
    static Mean of(double[] values, Bootstrap bootstrap) {
        return values.length == 0 ? new Mean(Double.NaN, new Interval(Double.NaN, Double.NaN, bootstrap.level()), 0)
            : new Mean(Arrays.stream(values).average().orElseThrow(), bootstrap.ofMean(values), values.length);
    }

    /** Of one number per prompt. */
    static Mean of(List<Double> values, Bootstrap bootstrap) {
        return of(values.stream().mapToDouble(v -> v).toArray(), bootstrap);
    }

    /** Of a number of each pair. */
    static Mean ofPairs(List<ScoredPair> pairs, ToDoubleFunction<ScoredPair> number, Bootstrap bootstrap) {
        return of(List.copyOf(byPrompt(pairs, number).values()), bootstrap);
    }

    /** Each prompt's mean of a number of its pairs, in their order. */
    static Map<String, Double> byPrompt(List<ScoredPair> pairs, ToDoubleFunction<ScoredPair> number) {
        return pairs.stream().collect(Collectors.groupingBy(ScoredPair::prompt, LinkedHashMap::new, Collectors.averagingDouble(number)));
    }

    /** Whether a change of log-likelihoods is below 0, interval and all, by more than rounding. */
    public boolean below() {
        return interval.high() < 0 && value < -Scored.ROUNDING;
    }

    /** Whether it is above 0, interval and all, by more than rounding. */
    public boolean above() {
        return interval.low() > 0 && value > Scored.ROUNDING;
    }
}
