package dev.plackett.evaluate.game;

/**
 * The log-normaliser log Z of the self-play update over K uniform samples in the two cases of Wu et al. 2024, appendix A, exact for every K and η.
 * The loss replaces it by η/2, which is a lower bound.
 */
public final class LogPartition {

    private LogPartition() {}

    /** log Z when the samples are in strict order: η/2 + ln[sinh(η/2) / (K sinh(η/(2K)))]. */
    public static double ordered(int k, double eta) {
        // sinh x = e^x (1 − e^(−2x)) / 2 keeps both within range.
        return eta / 2 + eta / 2 - eta / (2 * k) + Math.log(Math.expm1(-eta) / Math.expm1(-eta / k)) - Math.log(k);
    }

    /** ln E[Z] when each pair of samples is decided by a fair coin: η/2 + (K−1) ln cosh(η/(2K)). */
    public static double disordered(int k, double eta) {
        return eta / 2 + (k - 1) * logCosh(eta / (2 * k));
    }

    /** ln cosh x, without overflow. */
    static double logCosh(double x) {
        return Math.abs(x) + Math.log1p(Math.exp(-2 * Math.abs(x))) - Math.log(2);
    }
}
