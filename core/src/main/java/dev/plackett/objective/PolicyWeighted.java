package dev.plackett.objective;

import dev.plackett.data.Column;
import java.util.List;
import java.util.Optional;

/**
 * A loss on pairs weighted by how likely the policy is to write them (WPO, Zhou et al. 2024): each pair's loss times the weights of both answers,
 * exp(mean over tokens of log π_θ(y_t) − log Σ_v π_θ(v)²). Pairs that look like the policy's own count more, which draws training on others' data towards
 * training on one's own. The weights have no gradient, so the coefficients are not the derivative of the value.
 *
 * @param loss the loss, of one pair at a time
 */
public record PolicyWeighted(Objective loss) implements Objective {

    public PolicyWeighted {
        problem(loss.needs()).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }

    @Override
    public Needs needs() {
        return loss.needs().with(Column.LENGTH, Column.COLLISION);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        double[] coefficient = new double[signals.policy().length];
        double value = 0;
        Metrics metrics = new Metrics();
        Carry state = carry;
        for (Pair pair : PairLoss.pairs(signals)) {
            double weight = BoundedExp.slope(certainty(signals, pair.chosenIndex()) + certainty(signals, pair.rejectedIndex()));
            Outcome outcome = loss.evaluate(signals.unit(pair.unit()), state);
            value += weight * outcome.value();
            int from = signals.sequenceStart()[pair.chosenIndex()];
            for (int i = 0; i < outcome.coefficient().length; i++) {
                coefficient[from + i] = weight * outcome.coefficient()[i];
            }
            outcome.metrics().forEach(metrics::add);
            metrics.add("weight", weight);
            state = outcome.next();
        }
        return new Outcome(value, coefficient, Outcome.Kind.SURROGATE, metrics.stats(), state);
    }

    /** Mean over tokens of log π(y_t) − log Σ_v π(v)². */
    private static double certainty(Signals signals, int sequence) {
        return (signals.sum(signals.policy(), sequence) - signals.sum(signals.column(Column.COLLISION), sequence))
            / Math.max(1, signals.column(Column.LENGTH)[sequence]);
    }

    private static Optional<String> problem(Needs needs) {
        return needs.unit() == Unit.PAIR && !needs.wholeStep() ? Optional.empty() : Optional.of("weights of pairs belong to a loss of one pair at a time");
    }

    /** {@code use_weighting}. */
    static final class Modifier implements ObjectiveModifier {

        private static final Option<Boolean> WEIGHTED = Option.flag("use_weighting", false, "weigh each pair by how likely the policy is to write it");

        @Override
        public List<Option<?>> options() {
            return List.of(WEIGHTED);
        }

        @Override
        public Optional<String> problem(Needs needs) {
            return PolicyWeighted.problem(needs);
        }

        @Override
        public Objective apply(Objective loss, Options options) {
            return options.get(WEIGHTED) ? new PolicyWeighted(loss) : loss;
        }
    }
}
