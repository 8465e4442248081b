package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A loss on pairs that is less sensitive to length (LD-DPO, Liu et al. 2024): of both answers the tokens up to the shorter one's length count whole, the longer
 * one's rest counts α, for policy and reference alike.
 *
 * @param loss  the loss
 * @param alpha α, in [0, 1]; 1 changes nothing
 */
public record LengthDesensitized(Objective loss, double alpha) implements Objective {

    public LengthDesensitized {
        Options.require(alpha >= 0 && alpha <= 1, "ld_alpha", alpha, "0 to 1");
        problem(loss.needs()).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }

    @Override
    public Needs needs() {
        return loss.needs().at(Grain.TOKEN);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        double[] weight = new double[signals.policy().length];
        Arrays.fill(weight, alpha);
        int[] start = signals.sequenceStart();
        for (Pair pair : PairLoss.pairs(signals)) {
            int w = pair.chosenIndex();
            int l = pair.rejectedIndex();
            int shared = Math.min(start[w + 1] - start[w], start[l + 1] - start[l]);
            Arrays.fill(weight, start[w], start[w] + shared, 1);
            Arrays.fill(weight, start[l], start[l] + shared, 1);
        }
        Outcome outcome = loss.evaluate(signals.perSequence(weight), carry);
        return new Outcome(outcome.value(), signals.perElement(outcome.coefficient(), weight), outcome.kind(), Metrics.restored(outcome.metrics(), signals),
            outcome.next());
    }

    private static Optional<String> problem(Needs needs) {
        if (needs.columns().contains(Column.LENGTH)) {
            return Optional.of("the loss divides by length already: tokens that count in part would be averaged twice");
        }
        if (needs.columns().contains(Column.GROUP)) {
            return Optional.of("the loss weighs answers by how they were drawn, all of their tokens");
        }
        return needs.unit() == Unit.PAIR && needs.grain() == Grain.SEQUENCE && needs.reference() ? Optional.empty()
            : Optional.of("weights of tokens beyond the shorter answer belong to a loss on pairs with a reference");
    }

    /** {@code ld_alpha}. */
    static final class Modifier implements ObjectiveModifier {

        private static final Option<Double> ALPHA = Option.number("ld_alpha", 1, "what the tokens beyond the shorter answer's length count, 0 to 1");

        @Override
        public List<Option<?>> options() {
            return List.of(ALPHA);
        }

        @Override
        public Optional<String> problem(Needs needs) {
            return LengthDesensitized.problem(needs);
        }

        @Override
        public Objective apply(Objective loss, Options options) {
            return new LengthDesensitized(loss, options.get(ALPHA));
        }
    }
}
