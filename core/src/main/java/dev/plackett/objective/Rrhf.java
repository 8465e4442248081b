package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * Ranking answers by their rewards (RRHF, Yuan et al. 2023): Σ over answers i worse than j of max(0, p_i − p_j), with p the mean log-likelihood per token,
 * and −log π_θ of the best answer. No reference.
 *
 * @param ranking weight of the first part, at least 0; the paper's 1
 */
public record Rrhf(double ranking) implements Objective {

    public Rrhf {
        Options.require(ranking >= 0 && Double.isFinite(ranking), "rrhf_weight", ranking, "at least 0");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.GROUP, Grain.SEQUENCE, Column.LENGTH, Column.REWARD);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        double[] reward = signals.column(Column.REWARD);
        double[] length = signals.column(Column.LENGTH);
        double[] coefficient = new double[signals.policy().length];
        Metrics metrics = new Metrics();
        double n = signals.divisors().units();
        double value = 0;
        for (int u = 0; u < signals.units(); u++) {
            int from = signals.unitStart()[u];
            int to = signals.unitStart()[u + 1];
            int best = from;
            for (int i = from; i < to; i++) {
                best = reward[i] > reward[best] ? i : best;
                for (int j = from; j < to; j++) {
                    if (reward[i] < reward[j]) {
                        double gap = signals.policy()[i] / Math.max(1, length[i]) - signals.policy()[j] / Math.max(1, length[j]);
                        metrics.add("rewards/accuracies", gap < 0 ? 1 : 0);
                        value += ranking * Math.max(0, gap) / n;
                        coefficient[i] += gap > 0 ? ranking / Math.max(1, length[i]) / n : 0;
                        coefficient[j] -= gap > 0 ? ranking / Math.max(1, length[j]) / n : 0;
                    }
                }
            }
            value -= signals.policy()[best] / n;
            coefficient[best] -= 1 / n;
            metrics.add("logps/best", signals.policy()[best]);
        }
        return new Outcome(value, coefficient, Outcome.Kind.GRADIENT, metrics.stats(), carry);
    }

    /** {@code rrhf} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> RANKING = Option.number("rrhf_weight", 1, "weight of the ranking beside the best answer's log-likelihood");

        @Override
        public String name() {
            return "rrhf";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RANKING);
        }

        @Override
        public Objective create(Options options) {
            return new Rrhf(options.get(RANKING));
        }
    }
}
