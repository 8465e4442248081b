package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * The hinge on DPO's margin: max(0, 1 − βΔ). SLiC-HF's loss (Zhao et al. 2023) with log-ratios against a reference in place of
 * log-likelihoods, as TRL and RSO (Liu et al. 2023) have it; {@link SlicHf} is the loss without a reference.
 *
 * @param beta β, above 0
 */
public record Hinge(double beta) implements Objective {

    public Hinge {
        Options.requirePositive("beta", beta);
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double gap = 1 - beta * pair.delta();
            return PairLoss.Term.ofDelta(Math.max(0, gap), gap > 0 ? -beta : 0);
        });
    }

    /** {@code hinge} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "hinge";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA);
        }

        @Override
        public Objective create(Options options) {
            return new Hinge(options.get(PairOptions.BETA));
        }
    }
}
