package dev.plackett.objective.energy;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Metrics;
import dev.plackett.objective.Needs;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import dev.plackett.objective.Unit;
import java.util.List;
import java.util.Set;

/**
 * Ranking noise-contrastive estimation, InfoNCE: −mean log e^{a(x)}/(e^{a(x)} + Σ_k e^{a(y_k)}), a = f − log q, each datum against all noise rows of its group.
 * It does not see constants added to f: no normaliser is learnt. Equals maximum likelihood by conditional importance sampling (arXiv 2402.16688).
 */
public record RankingNce() implements Objective {

    @Override
    public Needs needs() {
        return Needs.of(Unit.BATCH, Grain.SEQUENCE, Column.DATA, Column.NOISE).overWholeStep();
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        double[] coefficient = new double[signals.policy().length];
        double value = 0;
        double right = 0;
        for (EnergyRows rows : EnergyRows.groups(signals)) {
            if (rows.data().length == 0) {
                continue;
            }
            double[] a = rows.logWeights(0);
            double logSum = LogSum.of(a);
            // Σ_i share·weight_i·exp(logSum − D_i): what all data rows together push the noise rows down by.
            double push = 0;
            for (int i = 0; i < rows.data().length; i++) {
                double own = rows.logRatio(i);
                double log = LogSum.of(own, logSum);
                double w = rows.share() * rows.weight()[i];
                double others = Math.exp(logSum - log);
                value += w * (log - own);
                coefficient[rows.data()[i]] = -w * others;
                push += w * others;
                right += own > logSum ? w : 0;
            }
            for (int k = 0; k < a.length && push > 0; k++) {
                coefficient[rows.noise()[k]] = push * Math.exp(a[k] - logSum);
            }
        }
        return new Outcome(value, coefficient, Outcome.Kind.GRADIENT, new Metrics().add("accuracy", right).stats(), carry);
    }

    /** {@code ranking_nce} in recipes. */
    public static final class Provider implements EnergyObjectiveProvider {

        @Override
        public String name() {
            return "ranking_nce";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("infonce");
        }

        @Override
        public List<Option<?>> options() {
            return List.of();
        }

        @Override
        public Objective create(Options options) {
            return new RankingNce();
        }
    }
}
