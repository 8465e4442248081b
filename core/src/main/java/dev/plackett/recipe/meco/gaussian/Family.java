package dev.plackett.recipe.meco.gaussian;

/** Two ways to write a Gaussian of unit variance and mean θ without its constant. Both are linear in (x, x²), so a mean of f is f of the means. */
enum Family {
    /** f = θx − x²/2, the exponential family: log Z = θ²/2 + const moves with θ. */
    NATURAL {
        @Override
        double f(double x, double square, double theta) {
            return theta * x - square / 2;
        }

        @Override
        double slope(double x, double theta) {
            return x;
        }
    },
    /** f = −(x − θ)²/2: Z does not depend on θ. */
    SHIFT {
        @Override
        double f(double x, double square, double theta) {
            return -(square - 2 * theta * x + theta * theta) / 2;
        }

        @Override
        double slope(double x, double theta) {
            return x - theta;
        }
    };

    /**
     * The unnormalised log-density.
     *
     * @param x      a point, or the mean of some
     * @param square its square, or the mean of theirs
     */
    abstract double f(double x, double square, double theta);

    /** ∂f/∂θ. */
    abstract double slope(double x, double theta);
}
