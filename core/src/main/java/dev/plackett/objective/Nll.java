package dev.plackett.objective;

import dev.plackett.data.Grain;
import java.util.List;

/**
 * The negative log-likelihood of the chosen answers, −log π_θ(y_w), summed over tokens and averaged over pairs. {@code sft} averages over tokens instead.
 * Beside another loss it keeps the chosen answers likely.
 */
public record Nll() implements Objective {

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, 1, pair -> new PairLoss.Term(-pair.chosen(), -1, 0));
    }

    /** {@code nll} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "nll";
        }

        @Override
        public List<Option<?>> options() {
            return List.of();
        }

        @Override
        public Objective create(Options options) {
            return new Nll();
        }
    }
}
