package dev.plackett.evaluate.did;

import dev.plackett.evaluate.LogSpace;
import java.util.Arrays;

/**
 * The entropy of one prompt's DID by self-normalised importance sampling: u = ℓ − log s, w = softmax(u), Ĥ = log Ẑ − Σ wℓ. A relative score on samples; on
 * peaked policies it is low by half a nat to two at K = 32, which neither {@code ess} nor the jackknife sees.
 *
 * @param value          Ĥ in nats
 * @param logZ           log Ẑ
 * @param ess            1/Σw², from 1 to K
 * @param maxWeight      the largest w
 * @param jackknife      K·Ĥ − (K−1)·mean of the leave-one-out values; NaN for one sample
 * @param jackknifeError its standard error; NaN for one sample
 * @param weights        w {@code [K]}
 */
public record EntropyEstimate(double value, double logZ, double ess, double maxWeight, double jackknife, double jackknifeError, double[] weights) {

    /** Fewer effective samples make a prompt unreliable. */
    public static final double FEWEST = 5;
    /** A larger single weight makes a prompt unreliable. */
    public static final double HEAVIEST = 0.5;

    /**
     * Estimates.
     *
     * @param ratio    ℓ of each sample {@code [K]}
     * @param proposal log s of each
     */
    public static EntropyEstimate of(double[] ratio, double[] proposal) {
        if (ratio.length == 0 || ratio.length != proposal.length) {
            throw new IllegalArgumentException(ratio.length + " log-ratios and " + proposal.length
                + " proposal densities, expected as many of each, at least 1");
        }
        int k = ratio.length;
        double[] u = new double[k];
        Arrays.setAll(u, i -> ratio[i] - proposal[i]);
        double[] w = LogSpace.softmax(u);
        double logZ = LogSpace.mean(u);
        double value = logZ;
        for (int i = 0; i < k; i++) {
            value -= w[i] * ratio[i];
        }
        double[] without = withoutEach(u, ratio);
        double mean = Arrays.stream(without).average().orElseThrow();
        double spread = Arrays.stream(without).map(h -> (h - mean) * (h - mean)).sum();
        return new EntropyEstimate(value, logZ, 1 / Arrays.stream(w).map(x -> x * x).sum(), Arrays.stream(w).max().orElseThrow(),
            k * value - (k - 1) * mean, k == 1 ? Double.NaN : Math.sqrt((k - 1.0) / k * spread), w);
    }

    /** Whether enough samples carry the weight: needed for the number to mean something and not sufficient, since a tail that was never drawn does not show. */
    public boolean reliable() {
        return ess >= FEWEST && maxWeight <= HEAVIEST;
    }

    /** Whether the 95 % jackknife interval holds a value. */
    boolean covers(double truth) {
        return Math.abs(jackknife - truth) <= 1.96 * jackknifeError;
    }

    /** The same of the interval about the value that is not corrected. */
    boolean coversUncorrected(double truth) {
        return Math.abs(value - truth) <= 1.96 * jackknifeError;
    }

    /**
     * The estimates that leave one sample out each, from sums over the samples before and after it, so that nothing cancels. Where the heaviest is left out
     * the others may be too small beside it, so it is computed by itself.
     */
    private static double[] withoutEach(double[] u, double[] ratio) {
        int k = u.length;
        if (k == 1) {
            return new double[] {Double.NaN};
        }
        int heaviest = 0;
        for (int i = 1; i < k; i++) {
            heaviest = u[i] > u[heaviest] ? i : heaviest;
        }
        double[] sumAfter = new double[k + 1];
        double[] meanAfter = new double[k + 1];
        for (int i = k - 1; i >= 0; i--) {
            double e = Math.exp(u[i] - u[heaviest]);
            sumAfter[i] = sumAfter[i + 1] + e;
            meanAfter[i] = meanAfter[i + 1] + e * ratio[i];
        }
        double[] out = new double[k];
        double sum = 0;
        double mean = 0;
        for (int i = 0; i < k; i++) {
            double rest = sum + sumAfter[i + 1];
            out[i] = i == heaviest ? single(u, ratio, i)
                : u[heaviest] + Math.log(rest / (k - 1)) - (mean + meanAfter[i + 1]) / rest;
            double e = Math.exp(u[i] - u[heaviest]);
            sum += e;
            mean += e * ratio[i];
        }
        return out;
    }

    private static double single(double[] u, double[] ratio, int without) {
        double[] rest = new double[u.length - 1];
        double[] l = new double[u.length - 1];
        for (int i = 0; i < rest.length; i++) {
            rest[i] = u[i < without ? i : i + 1];
            l[i] = ratio[i < without ? i : i + 1];
        }
        double[] w = LogSpace.softmax(rest);
        double value = LogSpace.mean(rest);
        for (int i = 0; i < w.length; i++) {
            value -= w[i] * l[i];
        }
        return value;
    }
}
