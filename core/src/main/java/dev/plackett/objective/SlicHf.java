package dev.plackett.objective;

import dev.plackett.data.Grain;
import java.util.List;

/**
 * Sequence-likelihood calibration from human feedback (Zhao et al. 2023): max(0, δ − β(log π_θ(y_w) − log π_θ(y_l))) − λ log π_θ(y_w). There is
 * no reference; the second term holds the policy to the chosen answers. The paper has β = 1 and regularises with the targets of its fine-tuning, which
 * the chosen answers stand for here.
 *
 * @param beta   β, above 0
 * @param delta  δ, the margin, above 0
 * @param lambda λ, at least 0
 */
public record SlicHf(double beta, double delta, double lambda) implements Objective {

    public SlicHf {
        Options.requirePositive("beta", beta);
        Options.requirePositive("delta", delta);
        Options.require(lambda >= 0 && Double.isFinite(lambda), "lambda", lambda, "at least 0");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double gap = delta - beta * (pair.chosen() - pair.rejected());
            double slope = gap > 0 ? beta : 0;
            return new PairLoss.Term(Math.max(0, gap) - lambda * pair.chosen(), -slope - lambda, slope);
        });
    }

    /** {@code slic_hf} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> BETA = Option.number("beta", 1, "what scales the difference of log-likelihoods");
        private static final Option<Double> DELTA = Option.number("delta", 1, "margin to be reached");
        private static final Option<Double> LAMBDA = Option.number("lambda", 0.1, "weight of the negative log-likelihood of the chosen answer");

        @Override
        public String name() {
            return "slic_hf";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(BETA, DELTA, LAMBDA);
        }

        @Override
        public Objective create(Options options) {
            return new SlicHf(options.get(BETA), options.get(DELTA), options.get(LAMBDA));
        }
    }
}
