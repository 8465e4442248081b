package dev.plackett.recipe.did.real;

import dev.plackett.objective.Nll;
import dev.plackett.objective.Objective;
import dev.plackett.objective.WeightedSum;
import dev.plackett.train.Projection;
import java.util.List;

/** What is compared on the same pairs. */
enum RealMethod {

    DPO("DPO", Projection.NONE) {
        @Override
        Objective objective(RealConfig config) {
            return Objective.dpo(config.beta());
        }
    },
    /** In update mode: RMSProp rescales a projected gradient, after which the guarantee to first order is gone. */
    PROJECTED("DPO-PG", Projection.UPDATE) {
        @Override
        Objective objective(RealConfig config) {
            return Objective.dpo(config.beta());
        }
    },
    LIKELIHOOD("DPO + NLL", Projection.NONE) {
        @Override
        Objective objective(RealConfig config) {
            return new WeightedSum(List.of(new WeightedSum.Part("dpo", 1, Objective.dpo(config.beta())),
                new WeightedSum.Part("nll", config.likelihood(), new Nll())));
        }
    },
    SPPO("SPPO", Projection.NONE) {
        @Override
        Objective objective(RealConfig config) {
            return Objective.sppo(config.eta());
        }
    };

    private final String title;
    private final Projection projection;

    RealMethod(String title, Projection projection) {
        this.title = title;
        this.projection = projection;
    }

    /** In rows, stages and tables. */
    String title() {
        return title;
    }

    Projection projection() {
        return projection;
    }

    abstract Objective objective(RealConfig config);
}
