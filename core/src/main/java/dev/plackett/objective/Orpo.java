package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * Odds-ratio preference optimisation (Hong et al. 2024): −p_w − λ log σ(o_w − o_l), where p is the mean log-likelihood per token and
 * o = p − log(1 − e^p) the log-odds. No reference.
 *
 * <p>TRL's first term also covers the prompt's tokens and averages over all tokens of a batch; the paper's, and ours, over those of an answer. A log-odds is
 * capped where e^p is 1 to ten digits.
 *
 * @param lambda λ, at least 0; TRL's {@code beta}
 */
public record Orpo(double lambda) implements Objective {

    private static final double CAP = -1e-10;

    public Orpo {
        Options.require(lambda >= 0 && Double.isFinite(lambda), "beta", lambda, "at least 0");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.LENGTH);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, (metrics, pair) -> log(metrics, pair), pair -> {
            double p = pair.chosen() / pair.chosenLength();
            double q = pair.rejected() / pair.rejectedLength();
            double x = logOdds(p) - logOdds(q);
            double slope = -lambda * Logistic.sigmoid(-x);
            return new PairLoss.Term(-p - lambda * Logistic.logSigmoid(x), (slope * logOddsSlope(p) - 1) / pair.chosenLength(),
                -slope * logOddsSlope(q) / pair.rejectedLength());
        });
    }

    private void log(Metrics metrics, Pair pair) {
        double x = logOdds(pair.chosen() / pair.chosenLength()) - logOdds(pair.rejected() / pair.rejectedLength());
        metrics.add("logps/chosen", pair.chosen()).add("logps/rejected", pair.rejected()).add("log_odds_ratio", x).add("rewards/accuracies", x > 0 ? 1 : 0);
    }

    private static double logOdds(double p) {
        double x = Math.min(p, CAP);
        return x - (x > -Math.log(2) ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x)));
    }

    private static double logOddsSlope(double p) {
        return p < CAP ? -1 / Math.expm1(p) : 0;
    }

    /** {@code orpo} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> LAMBDA = Option.number("beta", 0.1, "weight of the odds ratio (the paper's lambda)");

        @Override
        public String name() {
            return "orpo";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(LAMBDA);
        }

        @Override
        public Objective create(Options options) {
            return new Orpo(options.get(LAMBDA));
        }
    }
}
