package dev.plackett.objective;

import java.util.List;

/** {@code sppo_hard} in recipes: SPPO with TRL's name, scale and sum for pairs with certain labels, (a − 1/(2β))² + (b + 1/(2β))². */
public final class SppoHardProvider implements ObjectiveProvider {

    @Override
    public String name() {
        return "sppo_hard";
    }

    @Override
    public List<Option<?>> options() {
        return List.of(PairOptions.BETA);
    }

    @Override
    public Objective create(Options options) {
        double beta = options.get(PairOptions.BETA);
        Options.requirePositive("beta", beta);
        return Sppo.pairs(1 / beta).with(Sppo.Target.HARD).with(Sppo.Weight.SUM);
    }
}
