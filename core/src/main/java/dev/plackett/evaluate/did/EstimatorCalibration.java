package dev.plackett.evaluate.did;

import dev.plackett.evaluate.Estimate;
import dev.plackett.evaluate.LogSpace;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What an entropy estimator does on policies whose DID is known exactly.
 *
 * @param member        which estimator
 * @param truth         H(q)
 * @param bias          mean of Ĥ − H(q)
 * @param sd            standard deviation of Ĥ
 * @param meanEss       mean effective sample size as the samples show it
 * @param jackknifeBias mean of the corrected value minus H(q)
 * @param coverage      share of 95 % jackknife intervals that hold H(q)
 * @param plainCoverage the same of intervals as wide about Ĥ itself
 * @param reliable      share of estimates that {@linkplain EntropyEstimate#reliable are not flagged}
 * @param reliableHeld  share of estimates that are not flagged and whose jackknife interval holds H(q)
 * @param kSetBias      mean of the K-set entropy minus H(q), which it does not estimate
 * @param biasError     standard error of {@code bias}
 */
public record EstimatorCalibration(Member member, double truth, double bias, double sd, double meanEss, double jackknifeBias, double coverage,
    double plainCoverage, double reliable, double reliableHeld, double kSetBias, double biasError) {

    /**
     * Estimates again and again.
     *
     * @param k       samples each time
     * @param repeats how often, at least 2
     * @param random  what draws
     */
    public static EstimatorCalibration of(FinitePolicy policy, FinitePolicy reference, Proposal proposal, int k, int repeats, SplittableRandom random) {
        double truth = Did.of(policy, reference).entropy();
        Proposal.Draws draws = proposal.draws(policy, reference);
        double[] value = new double[repeats];
        double ess = 0;
        double corrected = 0;
        double kSet = 0;
        int covered = 0;
        int plain = 0;
        int reliable = 0;
        int held = 0;
        for (int r = 0; r < repeats; r++) {
            int[] y = draws.of(k, random);
            EntropyEstimate e = EntropyEstimate.of(Arrays.stream(y).mapToDouble(i -> policy.logs()[i] - reference.logs()[i]).toArray(),
                Arrays.stream(y).mapToDouble(i -> proposal.log(policy.logs()[i], reference.logs()[i])).toArray());
            value[r] = e.value() - truth;
            ess += e.ess() / repeats;
            corrected += (e.jackknife() - truth) / repeats;
            kSet += (LogSpace.entropy(Arrays.stream(y).distinct().mapToDouble(i -> policy.logs()[i] - reference.logs()[i]).toArray()) - truth) / repeats;
            covered += e.covers(truth) ? 1 : 0;
            plain += e.coversUncorrected(truth) ? 1 : 0;
            reliable += e.reliable() ? 1 : 0;
            held += e.reliable() && e.covers(truth) ? 1 : 0;
        }
        double all = repeats;
        Estimate bias = Estimate.of(value);
        return new EstimatorCalibration(new Member(k, proposal, Member.Ratio.SUMMED), truth, bias.mean(), bias.standardError() * Math.sqrt(repeats), ess,
            corrected, covered / all, plain / all, reliable / all, held / all, kSet, bias.standardError());
    }
}
