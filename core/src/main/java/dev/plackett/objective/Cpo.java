package dev.plackett.objective;

import dev.plackett.data.Grain;
import java.util.List;

/**
 * Contrastive preference optimisation (Xu et al. 2024): −(1−ε) log σ(βm) − ε log σ(−βm) + α·NLL(y_w), m = log π_θ(y_w) − log π_θ(y_l). No reference.
 *
 * <p>The paper's second term is −log π_θ(y_w), a sum over tokens; the released code and TRL average it over all tokens of the chosen answers, which weighs
 * it by the length's inverse. {@code released} is the default: the paper's β and α were tuned with it.
 *
 * @param beta      β, above 0
 * @param alpha     α, at least 0
 * @param smoothing ε in [0, ½): the probability that a label is wrong
 * @param nll       how the second term averages
 */
public record Cpo(double beta, double alpha, double smoothing, Nll nll) implements Objective {

    /** How the negative log-likelihood averages. */
    public enum Nll {
        /** Summed over tokens, averaged over pairs. */
        PAPER,
        /** Averaged over the tokens of all chosen answers of the step. */
        RELEASED
    }

    public Cpo {
        Options.requirePositive("beta", beta);
        Options.require(alpha >= 0 && Double.isFinite(alpha), "cpo_alpha", alpha, "at least 0");
        Options.require(smoothing >= 0 && smoothing < 0.5, "label_smoothing", smoothing, "at least 0 and below 0.5");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        Divisors divisors = signals.divisors();
        double weight = nll == Nll.PAPER ? alpha : alpha * divisors.units() / divisors.firstTokens();
        return PairLoss.mean(signals, carry, beta, pair -> {
            double x = beta * (pair.chosen() - pair.rejected());
            double slope = beta * (smoothing - Logistic.sigmoid(-x));
            double value = -(1 - smoothing) * Logistic.logSigmoid(x) - smoothing * Logistic.logSigmoid(-x) - weight * pair.chosen();
            return new PairLoss.Term(value, slope - weight, -slope);
        });
    }

    /** {@code cpo} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> BETA = Option.number("beta", 0.1, "what scales the difference of log-likelihoods");
        private static final Option<Double> ALPHA = Option.number("cpo_alpha", 1, "weight of the negative log-likelihood of the chosen answer");
        private static final Option<Nll> NLL = Option.choice("nll", Nll.RELEASED,
            "summed over an answer's tokens (paper) or averaged over all tokens (released)");

        @Override
        public String name() {
            return "cpo";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(BETA, ALPHA, PairOptions.SMOOTHING, NLL);
        }

        @Override
        public Objective create(Options options) {
            return new Cpo(options.get(BETA), options.get(ALPHA), options.get(PairOptions.SMOOTHING), options.get(NLL));
        }
    }
}
