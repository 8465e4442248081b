package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;
import java.util.Set;

/**
 * Noise-contrastive alignment (Chen et al. 2024) on pairs: −log σ(βa) − ½ log σ(−βa) − ½ log σ(−βb). It looks at each answer's own log-ratio, so
 * that the chosen answer's likelihood does not fall with the rejected one's.
 *
 * @param beta β, above 0
 */
public record Nca(double beta) implements Objective {

    public Nca {
        Options.requirePositive("beta", beta);
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double x = beta * pair.a();
            double y = beta * pair.b();
            double value = -Logistic.logSigmoid(x) - 0.5 * Logistic.logSigmoid(-x) - 0.5 * Logistic.logSigmoid(-y);
            return new PairLoss.Term(value, beta * (0.5 * Logistic.sigmoid(x) - Logistic.sigmoid(-x)), 0.5 * beta * Logistic.sigmoid(y));
        });
    }

    /** {@code nca} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "nca";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("nca_pair");
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA);
        }

        @Override
        public Objective create(Options options) {
            return new Nca(options.get(PairOptions.BETA));
        }
    }
}
