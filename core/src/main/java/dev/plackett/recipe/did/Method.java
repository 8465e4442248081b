package dev.plackett.recipe.did;

import dev.plackett.objective.Brier;
import dev.plackett.objective.Cpo;
import dev.plackett.objective.Divergence;
import dev.plackett.objective.Exponential;
import dev.plackett.objective.Hinge;
import dev.plackett.objective.Kto;
import dev.plackett.objective.Nll;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Orpo;
import dev.plackett.objective.Simpo;
import dev.plackett.objective.SlicHf;
import dev.plackett.objective.WeightedSum;
import java.util.ArrayList;
import java.util.List;

/**
 * An objective among those compared.
 *
 * @param name      what the report calls it
 * @param family    what is expected of it
 * @param objective the loss
 * @param prototype mean JS to π* that our prototype measured on other seeds (DID specification 7, R1), NaN where it did not look
 */
record Method(String name, Family family, Objective objective, double prototype) {

    static final String DPO = "DPO";
    static final String SIMPO = "SimPO, gamma 0";
    static final String EXPONENTIAL = "exponential";
    static final String BRIER = "Brier";
    static final String HALF = "DPO, half beta";
    static final String DOUBLE = "DPO, double beta";

    /** Groups of objectives; each has a chart, with DPO in all of them. */
    enum Family {
        /** DPO and the strictly proper losses on its margin. */
        PROPER("DPO and other proper losses on its margin"),
        /** DPO's loss on another reward: the score of another f-divergence. */
        OTHER_REWARD("Another reward inside DPO's loss"),
        /** DPO at another β, or with smoothing. */
        OTHER_BETA("DPO with another beta or with smoothing"),
        /** Other losses on log-ratios to the reference. */
        REFERENCE("Other losses on log-ratios"),
        /** A margin of log-likelihoods. */
        MARGIN("Margins of log-likelihoods"),
        /** Losses that hold on to the chosen responses. */
        LIKELIHOOD("With the likelihood of the chosen"),
        /** The user's. */
        OWN("Objectives from the configuration");

        private final String title;

        Family(String title) {
            this.title = title;
        }

        /** As a heading. */
        String title() {
            return title;
        }
    }

    /** Those built in and the user's, DPO first. */
    static List<Method> all(DidConfig.Tabular config) {
        double beta = config.beta();
        Objective dpo = Objective.dpo(beta);
        List<Method> all = new ArrayList<>(List.of(
            new Method(DPO, Family.PROPER, dpo, 2e-5), new Method(BRIER, Family.PROPER, new Brier(beta), 2.5e-3),
            new Method(EXPONENTIAL, Family.PROPER, new Exponential(beta), Double.NaN),
            new Method("DPO, forward KL", Family.OTHER_REWARD, new Divergence(dpo, Divergence.Type.FORWARD_KL, 0.5), 0.078),
            new Method("DPO, Jensen-Shannon", Family.OTHER_REWARD, new Divergence(dpo, Divergence.Type.JS_DIVERGENCE, 0.5), 0.194),
            new Method("DPO, alpha 0.5", Family.OTHER_REWARD, new Divergence(dpo, Divergence.Type.ALPHA_DIVERGENCE, 0.5), 0.068),
            new Method(HALF, Family.OTHER_BETA, Objective.dpo(beta / 2), 0.136),
            new Method(DOUBLE, Family.OTHER_BETA, Objective.dpo(2 * beta), 0.052),
            new Method("DPO, smoothing 0.1", Family.OTHER_BETA, Objective.dpo(beta, 0.1), Double.NaN),
            new Method("DPO + likelihood", Family.LIKELIHOOD, sum(dpo), 0.135),
            new Method("IPO, tau 0.1", Family.REFERENCE, Objective.ipo(0.1), 0.026),
            new Method("IPO, tau 0.5", Family.REFERENCE, Objective.ipo(0.5), 0.11),
            new Method("hinge", Family.REFERENCE, new Hinge(beta), 0.047), new Method("KTO", Family.REFERENCE, new Kto(beta, 1, 1), 0.10),
            new Method(SIMPO, Family.MARGIN, new Simpo(beta, 0), 0.13), new Method("SimPO, gamma 0.5", Family.MARGIN, new Simpo(beta, 0.5), 0.15),
            new Method("SimPO, gamma 1.6", Family.MARGIN, new Simpo(beta, 1.6), 0.19),
            new Method("SLiC-HF", Family.LIKELIHOOD, new SlicHf(beta, 1, 0.1), 0.066),
            new Method("CPO", Family.LIKELIHOOD, new Cpo(beta, 1, 0, Cpo.Nll.PAPER), 0.118),
            new Method("ORPO, lambda 1", Family.LIKELIHOOD, new Orpo(1), 0.117),
            new Method("ORPO, lambda 0.1", Family.LIKELIHOOD, new Orpo(0.1), 0.166),
            new Method("SFT", Family.LIKELIHOOD, new Nll(), 0.177)));
        config.objectives().forEach(own -> all.add(new Method(own.name(), Family.OWN, own.objective(), Double.NaN)));
        return all;
    }

    private static Objective sum(Objective dpo) {
        return new WeightedSum(List.of(new WeightedSum.Part("dpo", 1, dpo), new WeightedSum.Part("nll", 1, new Nll())));
    }
}
