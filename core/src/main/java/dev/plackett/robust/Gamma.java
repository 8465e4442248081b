package dev.plackett.robust;

/** The gamma function's logarithm and its derivatives, and the incomplete beta function, for arguments above 0. */
final class Gamma {

    /** From here on the asymptotic series are exact to rounding. */
    private static final double LARGE = 12;
    /** B₂ₖ, k = 1 … 8. */
    private static final double[] BERNOULLI = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510};

    private Gamma() {}

    /** log Γ(x): Stirling's series after shifting x upwards. */
    static double log(double x) {
        double shift = 0;
        double y = x;
        while (y < LARGE) {
            shift -= Math.log(y);
            y++;
        }
        double sum = (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI);
        double power = y;
        for (int k = 1; k <= BERNOULLI.length; k++) {
            sum += BERNOULLI[k - 1] / (2.0 * k * (2 * k - 1)) / power;
            power *= y * y;
        }
        return sum + shift;
    }

    /** ψ(x), the derivative of log Γ. */
    static double digamma(double x) {
        double shift = 0;
        double y = x;
        while (y < LARGE) {
            shift -= 1 / y;
            y++;
        }
        double sum = Math.log(y) - 0.5 / y;
        double power = y * y;
        for (int k = 1; k <= BERNOULLI.length; k++) {
            sum -= BERNOULLI[k - 1] / (2 * k) / power;
            power *= y * y;
        }
        return sum + shift;
    }

    /** ψ'(x). */
    static double trigamma(double x) {
        double shift = 0;
        double y = x;
        while (y < LARGE) {
            shift += 1 / (y * y);
            y++;
        }
        double sum = 1 / y + 0.5 / (y * y);
        double power = y * y * y;
        for (double b : BERNOULLI) {
            sum += b / power;
            power *= y * y;
        }
        return sum + shift;
    }

    /** I_x(a, b), by its continued fraction on the side where that converges fast. */
    static double incompleteBeta(double a, double b, double x) {
        if (x > (a + 1) / (a + b + 2)) {
            return 1 - incompleteBeta(b, a, 1 - x);
        }
        double front = Math.exp(log(a + b) - log(a) - log(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
        // Evaluated from the front: numerators d₁ = 1, d₂ₘ = m(b−m)x/((a+2m−1)(a+2m)), d₂ₘ₊₁ = −(a+m)(a+b+m)x/((a+2m)(a+2m+1)).
        double tiny = 1e-300;
        double value = 1;
        double upper = 1;
        double lower = 0;
        for (int i = 0; i < 10_000; i++) {
            int m = i / 2;
            double d = i == 0 ? 1 : i % 2 == 0 ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
                : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            lower = 1 + d * lower;
            lower = 1 / (Math.abs(lower) < tiny ? tiny : lower);
            upper = 1 + d / upper;
            upper = Math.abs(upper) < tiny ? tiny : upper;
            value *= upper * lower;
            if (Math.abs(1 - upper * lower) < 1e-15) {
                return front * (value - 1);
            }
        }
        return front * (value - 1);
    }
}
