package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * Kahneman–Tversky optimisation (Ethayarajh et al. 2024) on answers with a label: λ_D (1 − σ(β(w − z))) for a wanted answer, λ_U (1 − σ(β(z − w))) for an
 * unwanted one, w = log π_θ/π_ref. z estimates KL(π_θ‖π_ref) by the step's mean log-ratio of answers to other prompts, no less than 0 and without gradient;
 * such an answer is each unit's second sequence.
 *
 * @param beta        β, above 0
 * @param desirable   λ_D, at least 0
 * @param undesirable λ_U, at least 0; the paper keeps λ_D n_D / (λ_U n_U) between 1 and 4/3
 */
public record Kto(double beta, double desirable, double undesirable) implements Objective {

    public Kto {
        Options.requirePositive("beta", beta);
        Options.require(desirable >= 0 && Double.isFinite(desirable), "desirable_weight", desirable, "at least 0");
        Options.require(undesirable >= 0 && Double.isFinite(undesirable), "undesirable_weight", undesirable, "at least 0");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.LABELLED, Grain.SEQUENCE, Column.REFERENCE, Column.LABEL).overWholeStep();
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        List<Pair> units = PairLoss.pairs(signals);
        double z = Math.max(0, units.stream().mapToDouble(Pair::b).average().orElse(0));
        List<PairLoss.Term> terms = units.stream().map(unit -> {
            boolean wanted = wanted(signals, unit);
            double weight = wanted ? desirable : undesirable;
            double p = Logistic.sigmoid(beta * (wanted ? unit.a() - z : z - unit.a()));
            return new PairLoss.Term(weight * (1 - p), (wanted ? -1 : 1) * weight * beta * p * (1 - p), 0);
        }).toList();
        Outcome outcome = PairLoss.mean(signals, carry, (metrics, unit) -> {
            String side = wanted(signals, unit) ? "chosen" : "rejected";
            metrics.add("logps/" + side, unit.chosen()).add("rewards/" + side, beta * unit.a()).add("log_ratio/" + side, unit.a()).add("kl", z);
        }, units, terms);
        return new Outcome(outcome.value(), outcome.coefficient(), Outcome.Kind.SURROGATE, outcome.metrics(), carry);
    }

    private static boolean wanted(Signals signals, Pair unit) {
        return signals.column(Column.LABEL)[unit.unit()] > 0.5;
    }

    /** {@code kto} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> DESIRABLE = Option.number("desirable_weight", 1, "weight of wanted answers");
        private static final Option<Double> UNDESIRABLE = Option.number("undesirable_weight", 1, "weight of unwanted answers");

        @Override
        public String name() {
            return "kto";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA, DESIRABLE, UNDESIRABLE);
        }

        @Override
        public Objective create(Options options) {
            return new Kto(options.get(PairOptions.BETA), options.get(DESIRABLE), options.get(UNDESIRABLE));
        }
    }
}
