package dev.plackett.evaluate.did;

import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.Distribution;
import dev.plackett.evaluate.LogSpace;
import dev.plackett.evaluate.PairedComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * DID entropy over a set of prompts, by samples.
 *
 * @param member          which estimator; print its label beside every number
 * @param prompts         names
 * @param estimates       one per prompt
 * @param mean            over all prompts
 * @param jackknife       mean of the jackknife-corrected values
 * @param unreliableShare share of prompts with too few effective samples
 * @param reliable        over the others; no prompts where there are none
 * @param kSet            entropy of softmax(ℓ) over each prompt's distinct samples: bounded, little noise, not an estimate of H(q)
 * @param kSetShare       the same as a share of log K, in [0, 1]
 * @param ess             over prompts
 * @param lengthMatched   over prompts whose lengths match, where lengths were given; no prompts otherwise
 * @param cautions        what a reader must know
 */
public record EntropyPanel(Member member, List<String> prompts, List<EntropyEstimate> estimates, Mean mean, Mean jackknife, double unreliableShare,
    Mean reliable, Mean kSet, Mean kSetShare, Distribution ess, Mean lengthMatched, List<Caution> cautions) {

    private static final double MANY = 0.1;

    /** Without knowledge of lengths. */
    public static EntropyPanel of(SampleSet samples, Member.Ratio ratio, Bootstrap bootstrap) {
        return of(samples, ratio, List.of(), List.of(), bootstrap);
    }

    /** With the lengths of both policies' samples. */
    public static EntropyPanel of(SampleSet samples, Member.Ratio ratio, Movement movement, Bootstrap bootstrap) {
        List<Caution> length = movement.lengthConfounded() ? List.of(Caution.of(Caution.Kind.LENGTH, "The policy's answers have %.1f tokens on average, the "
            + "reference's %.1f: DID entropy is confounded with length. Look at the %d prompts whose lengths match.", movement.policyTokens(),
            movement.referenceTokens(), movement.matched().size())) : List.of();
        return of(samples, ratio, movement.matched(), length, bootstrap);
    }

    private static EntropyPanel of(SampleSet samples, Member.Ratio ratio, List<String> matched, List<Caution> length, Bootstrap bootstrap) {
        Member member = new Member(samples.k(), samples.proposal(), ratio);
        List<String> names = samples.names();
        List<EntropyEstimate> all = samples.prompts().stream().map(p -> estimate(p, member)).toList();
        double[] kSet = samples.prompts().stream().mapToDouble(p -> LogSpace.entropy(distinct(p, ratio))).toArray();
        double[] share = IntStream.range(0, kSet.length).mapToDouble(i -> samples.k() == 1 ? 1 : kSet[i] / Math.log(samples.k())).toArray();
        Set<String> fits = Set.copyOf(matched);
        double unreliable = all.stream().filter(e -> !e.reliable()).count() / (double) all.size();
        return new EntropyPanel(member, names, all, mean(all, e -> e.value(), bootstrap), mean(all, e -> e.jackknife(), bootstrap), unreliable,
            mean(all.stream().filter(EntropyEstimate::reliable).toList(), e -> e.value(), bootstrap), Mean.of(kSet, bootstrap), Mean.of(share, bootstrap),
            Distribution.of(all.stream().mapToDouble(EntropyEstimate::ess).toArray()),
            mean(IntStream.range(0, all.size()).filter(i -> fits.contains(names.get(i))).mapToObj(all::get).toList(), e -> e.value(), bootstrap),
            samples.unmoved() ? List.of() : cautions(member, unreliable, length));
    }

    private static List<Caution> cautions(Member member, double unreliable, List<Caution> length) {
        List<Caution> out = new ArrayList<>();
        if (member.proposal().blind()) {
            out.add(Caution.of(Caution.Kind.LOW_BIAS, "%s is a score on samples, not the DID's entropy: on peaked policies it was low by 0.5 to 2 nats at K = 32 "
                + "and by 0.1 to 1.1 at K = 1024, differently for different methods, with healthy-looking effective sample sizes. Compare only numbers of this "
                + "name.", member.label()));
        }
        if (unreliable > MANY) {
            out.add(Caution.of(Caution.Kind.POOR_OVERLAP, "In %.0f %% of the prompts fewer than %.0f samples carry the weight, or one carries more than half: "
                + "take more samples, or compare K-set entropies.", 100 * unreliable, EntropyEstimate.FEWEST));
        }
        if (member.ratio() == Member.Ratio.PER_TOKEN) {
            out.add(Caution.of(Caution.Kind.LENGTH_NORMALISED, "Log-ratios were divided by lengths: a heuristic, not a DID."));
        }
        out.addAll(length);
        return List.copyOf(out);
    }

    private static EntropyEstimate estimate(PromptSamples p, Member member) {
        return EntropyEstimate.of(p.samples().stream().mapToDouble(member.ratio()::of).toArray(),
            p.samples().stream().mapToDouble(s -> member.proposal().log(s.policy(), s.reference())).toArray());
    }

    /** ℓ of a prompt's distinct samples; those that agree in both log-likelihoods and in length count as one. */
    private static double[] distinct(PromptSamples p, Member.Ratio ratio) {
        return p.samples().stream().distinct().mapToDouble(ratio::of).toArray();
    }

    private static Mean mean(List<EntropyEstimate> of, ToDoubleFunction<EntropyEstimate> number, Bootstrap bootstrap) {
        return Mean.of(of.stream().mapToDouble(number).toArray(), bootstrap);
    }

    /**
     * This panel's entropies minus another's, prompt by prompt.
     *
     * @param seed of the permutation test
     * @throws IllegalArgumentException where estimator or prompts differ: such numbers are not comparable
     */
    public PairedComparison minus(EntropyPanel other, long seed) {
        if (!member.equals(other.member)) {
            throw new IllegalArgumentException(member.label() + " cannot be compared with " + other.member.label() + ": different estimators have different bias");
        }
        if (!prompts.equals(other.prompts)) {
            throw new IllegalArgumentException("entropies on different prompts cannot be compared");
        }
        return PairedComparison.of(estimates.stream().mapToDouble(EntropyEstimate::value).toArray(),
            other.estimates.stream().mapToDouble(EntropyEstimate::value).toArray(), seed);
    }
}
