package dev.plackett.evaluate.did;

import dev.plackett.evaluate.Distribution;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Whether the rejected responses' policy, the reference and the target order log-margins Δ(a,b) = log π(a) − log π(b) as Δ_l &lt; Δ_ref &lt; Δ_* on the pairs,
 * which the power law relates by Δ_ref − Δ_l = β(Δ_* − Δ_ref). A definite share of right data is ordered the other way, and belongs to it.
 *
 * @param ordered    share of pairs with both inequalities
 * @param first      share with Δ_l &lt; Δ_ref
 * @param second     share with Δ_ref &lt; Δ_*
 * @param dataGap    Δ_ref − Δ_l over pairs
 * @param targetGap  Δ_* − Δ_ref over pairs
 * @param deviation  median of |Δ_ref − Δ_l − β(Δ_* − Δ_ref)|: 0 under the power law with chosen responses from the reference
 * @param general    median of |Δ_w − Δ_l − β(Δ_* − Δ_ref)|: 0 under the power law whatever the chosen responses come from
 * @param worst      the largest of the deviations behind {@code deviation}
 */
public record MarginPanel(double ordered, double first, double second, Distribution dataGap, Distribution targetGap, double deviation,
    double general, double worst) {

    /** Every pair alike. */
    public static MarginPanel of(List<ScoredPair> pairs, double beta) {
        return of(pairs, DoubleStream.generate(() -> 1).limit(pairs.size()).toArray(), beta);
    }

    /**
     * Pairs that weigh differently in the shares, such as all pairs of a finite space by their mass; in medians they weigh alike.
     *
     * @param beta β of the training, above 0
     */
    public static MarginPanel of(List<ScoredPair> pairs, double[] weights, double beta) {
        ClosedForm.positive("beta", beta);
        if (pairs.isEmpty() || pairs.size() != weights.length) {
            throw new IllegalArgumentException(pairs.size() + " pairs and " + weights.length + " weights, expected as many of each, at least 1");
        }
        double[] data = pairs.stream().mapToDouble(p -> p.chosen().reference() - p.rejected().reference()
            - (p.chosen().rejectedModel() - p.rejected().rejectedModel())).toArray();
        double[] target = pairs.stream().mapToDouble(ScoredPair::margin).toArray();
        double[] chosen = pairs.stream().mapToDouble(p -> p.chosen().dataRatio() - p.rejected().dataRatio()).toArray();
        if (Arrays.stream(data).anyMatch(Double::isNaN)) {
            throw new IllegalArgumentException("log-margins need log-likelihoods under a model of the rejected responses");
        }
        double total = Arrays.stream(weights).sum();
        double[] off = IntStream.range(0, data.length).mapToDouble(i -> Math.abs(data[i] - beta * target[i])).toArray();
        double[] offGeneral = IntStream.range(0, data.length).mapToDouble(i -> Math.abs(chosen[i] - beta * target[i])).toArray();
        return new MarginPanel(share(weights, total, i -> data[i] > 0 && target[i] > 0), share(weights, total, i -> data[i] > 0),
            share(weights, total, i -> target[i] > 0), Distribution.of(data), Distribution.of(target), Distribution.of(off).median(),
            Arrays.stream(offGeneral).anyMatch(Double::isNaN) ? Double.NaN : Distribution.of(offGeneral).median(), Distribution.of(off).max());
    }

    private static double share(double[] weights, double total, IntPredicate holds) {
        return IntStream.range(0, weights.length).filter(holds).mapToDouble(i -> weights[i]).sum() / total;
    }
}
