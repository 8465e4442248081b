package dev.plackett.recipe.meco.gaussian;

import java.util.Locale;

/**
 * A Gaussian on the line.
 *
 * @param mean    its mean
 * @param sd      its standard deviation, above 0
 * @param logPeak its log-density at the mean
 */
record Normal(double mean, double sd, double logPeak) {

    static Normal of(double mean, double sd) {
        return new Normal(mean, sd, -Math.log(sd) - 0.5 * Math.log(2 * Math.PI));
    }

    /** The log-density at x. */
    double log(double x) {
        double z = (x - mean) / sd;
        return logPeak - 0.5 * z * z;
    }

    /**
     * ρ = E_q[W²] of the model N(θ, 1) under this noise (specification 5.1): 1 + χ²; infinite where the noise's tails are too thin.
     */
    double rho(double theta) {
        double spread = 2 * sd * sd - 1;
        return spread <= 0 ? Double.POSITIVE_INFINITY : sd * sd / Math.sqrt(spread) * Math.exp((theta - mean) * (theta - mean) / spread);
    }

    /** ρ(V + δ²): what the noise adds to the variance of one step's gradient in shift form, per noise row (specification 4 and 5.7). */
    double gradientVariance(double theta) {
        double spread = 2 * sd * sd - 1;
        double delta = (theta - mean) / spread;
        return rho(theta) * (sd * sd / spread + delta * delta);
    }

    /** As reports write it. */
    String title() {
        return String.format(Locale.ROOT, "N(%s, %s²)", number(mean), number(sd));
    }

    private static String number(double x) {
        return x == Math.rint(x) ? Long.toString((long) x) : Double.toString(x);
    }
}
