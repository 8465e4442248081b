package dev.plackett.recipe.did;

import dev.plackett.objective.Nll;
import dev.plackett.objective.Objective;
import dev.plackett.objective.WeightedSum;
import dev.plackett.train.Projection;
import java.util.List;

/** What R6 compares: DPO, and variants that keep the chosen responses likely. */
enum EntropyMethod {
    DPO("DPO", Projection.NONE),
    PROJECTED("DPO-PG", Projection.GRADIENT),
    WITH_NLL("DPO + 0.1 NLL", Projection.NONE) {
        @Override
        Objective objective() {
            return new WeightedSum(List.of(new WeightedSum.Part("dpo", 1, DPO.objective()), new WeightedSum.Part("nll", 0.1, new Nll())));
        }
    },
    PROJECTED_UPDATE("DPO-PG, update mode", Projection.UPDATE);

    static final double BETA = 0.5;

    private final String title;
    private final Projection projection;

    EntropyMethod(String title, Projection projection) {
        this.title = title;
        this.projection = projection;
    }

    String title() {
        return title;
    }

    Projection projection() {
        return projection;
    }

    Objective objective() {
        return Objective.dpo(BETA);
    }
}
