package dev.plackett.objective.energy;

import dev.plackett.objective.Logistic;
import dev.plackett.objective.Options;

/**
 * γ: the weight of the newest batch in a moving average of the partition function, by the number of batches it has seen. The first batch always has weight 1.
 *
 * <p>The average must follow Z(θ) while θ moves: γ ≥ 3 η |E_p ∇f|², η the learning rate, keeps it close. In one step it can rise by any factor but fall by no
 * more than −log(1 − γ) nats, hence schedules that begin at 1.
 */
@FunctionalInterface
public interface Gamma {

    /**
     * The weight of the next batch.
     *
     * @param updates batches seen, at least 1
     * @param logU    the average's logarithm as it stands
     * @return in (0, 1]
     */
    double at(double updates, double logU);

    /** The same always; 1 forgets everything but the newest batch. */
    static Gamma constant(double gamma) {
        return new Constant(gamma);
    }

    /** Half a cosine from 1 down to {@code least} over that many batches, then {@code least} (SogCLR's schedule). */
    static Gamma cosine(double least, double batches) {
        return new Cosine(least, batches);
    }

    /** {@code first} for {@code length} batches, half of it for twice as many, and so on: the stages of the rate under a Polyak–Łojasiewicz inequality. */
    static Gamma stages(double first, double length) {
        return new Stages(first, length);
    }

    /** 1/t: the plain mean over all batches, for an f that does not change (a fixed reward under a fixed reference policy). */
    static Gamma streaming() {
        return new Streaming();
    }

    /** σ(log α + log u): the proximal mirror step of SCENT (arXiv 2602.02877) for min over ν of E exp(s − ν) + ν. */
    static Gamma mirror(double alpha) {
        return new Mirror(alpha);
    }

    /** See {@link Gamma#constant}. */
    record Constant(double gamma) implements Gamma {
        public Constant {
            check("gamma", gamma);
        }

        @Override
        public double at(double updates, double logU) {
            return gamma;
        }
    }

    /** See {@link Gamma#cosine}. */
    record Cosine(double least, double batches) implements Gamma {
        public Cosine {
            check("gamma", least);
            Options.require(batches >= 1, "gamma_batches", batches, "at least 1");
        }

        @Override
        public double at(double updates, double logU) {
            return least + (1 - least) * 0.5 * (1 + Math.cos(Math.PI * Math.min(1, updates / batches)));
        }
    }

    /** See {@link Gamma#stages}. */
    record Stages(double first, double length) implements Gamma {
        public Stages {
            check("gamma", first);
            Options.require(length >= 1, "gamma_batches", length, "at least 1");
        }

        @Override
        public double at(double updates, double logU) {
            return first / stage(updates, length);
        }

        /** 2ˢ in stage s, which is 2ˢ times as long as the first. */
        private static double stage(double updates, double length) {
            return Math.pow(2, Math.floor(Math.log(updates / length + 1) / Math.log(2) + 1e-12));
        }
    }

    /** See {@link Gamma#streaming}. */
    record Streaming() implements Gamma {
        @Override
        public double at(double updates, double logU) {
            return 1 / (updates + 1);
        }
    }

    /** See {@link Gamma#mirror}. */
    record Mirror(double alpha) implements Gamma {
        public Mirror {
            Options.requirePositive("alpha", alpha);
        }

        @Override
        public double at(double updates, double logU) {
            // Below the smallest positive weight the average would not move any more.
            return Math.max(Double.MIN_NORMAL, Logistic.sigmoid(Math.log(alpha) + logU));
        }
    }

    private static void check(String name, double gamma) {
        Options.require(gamma > 0 && gamma <= 1, name, gamma, "above 0 and at most 1");
    }
}
