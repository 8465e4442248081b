package dev.plackett.evaluate.did;

import dev.plackett.evaluate.KolmogorovSmirnov;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether chosen responses look like the reference's own: log π_ref(y) per token of the chosen beside that of reference samples. On-policy chosen responses
 * must become less likely in training; off-policy ones need not.
 *
 * @param distance   the two-sample Kolmogorov–Smirnov statistic, in [0, 1]
 * @param pValue     of the hypothesis that within each prompt any of its samples could as well have been the chosen one, by permutation
 * @param asymptotic the textbook p-value, which takes all responses for independent
 * @param chosen     mean log π_ref per token of the chosen
 * @param reference  the same of the samples
 */
public record OnPolicyness(double distance, double pValue, double asymptotic, double chosen, double reference) {

    /** A p-value below this and a distance above {@link #FAR} say off-policy; the bounds are ours. */
    public static final double UNLIKELY = 0.01;
    /** With many pairs the smallest distance is significant; below this it does not matter. */
    public static final double FAR = 0.1;
    private static final int PERMUTATIONS = 999;

    /**
     * Tests.
     *
     * @param pairs     whose chosen responses are asked about
     * @param reference samples of π_ref for every prompt of the pairs
     * @param seed      of the permutations
     */
    public static OnPolicyness of(List<ScoredPair> pairs, SampleSet reference, long seed) {
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("no pair to ask about");
        }
        Map<String, PromptSamples> byPrompt = reference.byPrompt();
        Map<String, List<ScoredPair>> groups = pairs.stream().collect(Collectors.groupingBy(ScoredPair::prompt, LinkedHashMap::new,
            Collectors.toList()));
        double[][] chosen = groups.values().stream().map(g -> g.stream().mapToDouble(p -> p.chosen().referencePerToken()).toArray()).toArray(double[][]::new);
        double[][] samples = groups.keySet().stream().map(prompt -> SampleSet.require(byPrompt, prompt).samples().stream().mapToDouble(Scored::referencePerToken)
            .toArray()).toArray(double[][]::new);
        KolmogorovSmirnov pooled = KolmogorovSmirnov.of(flat(chosen), flat(samples));
        return new OnPolicyness(pooled.statistic(), pooled.permuted(chosen, samples, PERMUTATIONS, seed), pooled.pValue(),
            Arrays.stream(flat(chosen)).average().orElseThrow(), Arrays.stream(flat(samples)).average().orElseThrow());
    }

    /** Whether the chosen responses come from elsewhere. */
    public boolean offPolicy() {
        return pValue < UNLIKELY && distance > FAR;
    }

    /** In plain words. */
    public String text() {
        return offPolicy() ? String.format(Locale.ROOT, "The chosen responses are not the reference's own (%.3f against %.3f nats per token; distance %.2f, "
            + "p %.3f): their likelihood need not fall.", chosen, reference, distance, pValue)
            : String.format(Locale.ROOT, "The chosen responses look like the reference's own (distance %.2f, p %.3f): expect their likelihood to fall in "
            + "training, which is no fault.", distance, pValue);
    }

    private static double[] flat(double[][] groups) {
        return IntStream.range(0, groups.length).boxed().flatMapToDouble(i -> Arrays.stream(groups[i])).toArray();
    }
}
