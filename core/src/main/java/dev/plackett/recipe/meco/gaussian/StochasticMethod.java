package dev.plackett.recipe.meco.gaussian;

import dev.plackett.objective.energy.Meco;
import dev.plackett.objective.energy.Nce;
import dev.plackett.train.Schedule;
import java.util.List;

/** What G2 compares, each at the step sizes of specification 5.7. */
enum StochasticMethod {
    NCE_NATURAL("NCE, natural", 0.3, 0.7, 1, 3) {
        @Override
        Descent descent(Normal data, Normal noise, double rate) {
            return Descent.classifier(Family.NATURAL, data, noise, new Nce(1), constant(rate));
        }
    },
    NCE_SHIFT("NCE, shift form", 1, 3) {
        @Override
        Descent descent(Normal data, Normal noise, double rate) {
            return Descent.classifier(Family.SHIFT, data, noise, new Nce(1), constant(rate));
        }
    },
    MECO_NATURAL("MECO, natural", 0.03, 0.3) {
        @Override
        Descent descent(Normal data, Normal noise, double rate) {
            return Descent.likelihood(Family.NATURAL, data, noise, Meco.of(GAMMA), constant(rate));
        }
    },
    MECO_SHIFT("MECO, shift form", 0.03, 0.3) {
        @Override
        Descent descent(Normal data, Normal noise, double rate) {
            return Descent.likelihood(Family.SHIFT, data, noise, Meco.of(GAMMA), constant(rate));
        }
    },
    MECO_CENTRED("MECO centred, natural", 0.03, 0.3) {
        @Override
        Descent descent(Normal data, Normal noise, double rate) {
            return Descent.likelihood(Family.NATURAL, data, noise, Meco.of(GAMMA).asCentred(), constant(rate));
        }
    },
    SNIS("SNIS, shift form", 0.03, 0.3) {
        @Override
        Descent descent(Normal data, Normal noise, double rate) {
            return Descent.likelihood(Family.SHIFT, data, noise, Meco.snis(), constant(rate));
        }
    };

    /** Weight of the newest batch in the average of Z. */
    static final double GAMMA = 0.2;

    private final String title;
    private final double[] rates;

    StochasticMethod(String title, double... rates) {
        this.title = title;
        this.rates = rates;
    }

    String title() {
        return title;
    }

    List<Double> rates() {
        return java.util.Arrays.stream(rates).boxed().toList();
    }

    abstract Descent descent(Normal data, Normal noise, double rate);

    private static Schedule constant(double rate) {
        return step -> rate;
    }
}
