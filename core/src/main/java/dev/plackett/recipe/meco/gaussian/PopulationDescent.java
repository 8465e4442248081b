package dev.plackett.recipe.meco.gaussian;

import dev.plackett.objective.Objective;
import dev.plackett.objective.energy.Ence;
import dev.plackett.objective.energy.Nce;
import java.util.Arrays;

/** Ways down from (θ, α) = (0, 0), the noise itself, to the data's mean R, with exact gradients; each with the step size of specification 5.2. */
enum PopulationDescent {
    /** Noise-contrastive estimation, gradient descent, η = 1. */
    NCE("NCE, gradient descent, η 1") {
        private final Objective objective = new Nce(1);

        @Override
        double[] step(Population population, double theta, double alpha) {
            Population.Point p = population.at(objective, theta, alpha);
            return new double[] {theta - p.byTheta(), alpha - p.byAlpha()};
        }

        @Override
        double loss(Population population, double theta) {
            return population.at(objective, theta, theta * theta / 2).value();
        }

        @Override
        double condition(Population population) {
            return population.condition(objective);
        }
    },
    /** The exponential loss, normalised gradient descent, η = 0.01. */
    ENCE("eNCE, normalised gradient descent, η 0.01") {
        private static final double RATE = 0.01;
        private final Objective objective = new Ence(Ence.Form.PLAIN);

        @Override
        double[] step(Population population, double theta, double alpha) {
            Population.Point p = population.at(objective, theta, alpha);
            return new double[] {theta - RATE * p.byTheta() / p.length(), alpha - RATE * p.byAlpha() / p.length()};
        }

        @Override
        double loss(Population population, double theta) {
            return population.at(objective, theta, theta * theta / 2).value();
        }

        @Override
        double condition(Population population) {
            return population.condition(objective);
        }
    },
    /** The likelihood that MECO estimates: (θ − R)²/2, gradient descent, η = 0.5. It has no α. */
    LIKELIHOOD("likelihood, gradient descent, η 0.5") {
        @Override
        double[] step(Population population, double theta, double alpha) {
            return new double[] {theta - 0.5 * (theta - population.distance()), 0};
        }

        @Override
        double loss(Population population, double theta) {
            return (theta - population.distance()) * (theta - population.distance()) / 2;
        }

        @Override
        double condition(Population population) {
            return 1;
        }
    };

    /** How near the data's mean counts as arrived. */
    static final double NEAR = 0.1;

    private final String title;

    PopulationDescent(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** The next (θ, α). */
    abstract double[] step(Population population, double theta, double alpha);

    /** The loss along the normalised models, α = θ²/2. */
    abstract double loss(Population population, double theta);

    /** Condition number at the optimum. */
    abstract double condition(Population population);

    /** θ after every step, from 0 until it is within {@link #NEAR} of R or the patience has ended. */
    double[] path(Population population, int patience) {
        double[] path = new double[patience + 1];
        double[] at = {0, 0};
        for (int t = 0; t <= patience; t++) {
            path[t] = at[0];
            if (Math.abs(at[0] - population.distance()) <= NEAR) {
                return Arrays.copyOf(path, t + 1);
            }
            at = step(population, at[0], at[1]);
        }
        return path;
    }
}
