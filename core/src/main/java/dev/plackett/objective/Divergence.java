package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A loss on log-ratios with the score of another divergence inside (f-DPO, Wang et al. 2023): of w = log π_θ/π_ref it sees f′(e^w) up to a constant.
 * DPO's own is the reverse KL's, w; with any other the policy that fits the same preferences is another one.
 *
 * @param loss  the loss
 * @param type  the divergence
 * @param alpha α of the alpha divergence, below 1; α = 1 would be the reverse KL
 */
public record Divergence(Objective loss, Type type, double alpha) implements Objective {

    /** Divergences, in TRL's names. */
    public enum Type {
        /** w. */
        REVERSE_KL {
            @Override
            double score(double w, double alpha) {
                return w;
            }

            @Override
            double slope(double w, double alpha) {
                return 1;
            }
        },
        /** 1 − e^−w. */
        FORWARD_KL {
            @Override
            double score(double w, double alpha) {
                return 1 - BoundedExp.value(-w);
            }

            @Override
            double slope(double w, double alpha) {
                return BoundedExp.slope(-w);
            }
        },
        /** log 2 + log σ(w). */
        JS_DIVERGENCE {
            @Override
            double score(double w, double alpha) {
                return Math.log(2) + Logistic.logSigmoid(w);
            }

            @Override
            double slope(double w, double alpha) {
                return Logistic.sigmoid(-w);
            }
        },
        /** (e^((α−1)w) − 1)/(α − 1). */
        ALPHA_DIVERGENCE {
            @Override
            double score(double w, double alpha) {
                return (BoundedExp.value((alpha - 1) * w) - 1) / (alpha - 1);
            }

            @Override
            double slope(double w, double alpha) {
                return BoundedExp.slope((alpha - 1) * w);
            }
        };

        abstract double score(double w, double alpha);

        abstract double slope(double w, double alpha);
    }

    public Divergence {
        Options.require(alpha < 1 && Double.isFinite(alpha), "f_alpha_divergence_coef", alpha, "below 1");
        problem(loss.needs()).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }

    @Override
    public Needs needs() {
        return loss.needs();
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        double[] reference = signals.column(Column.REFERENCE);
        double[] score = new double[reference.length];
        Arrays.setAll(score, i -> type.score(signals.policy()[i] - reference[i], alpha));
        Outcome outcome = loss.evaluate(new Signals(score, signals.sequenceStart(), signals.unitStart(),
            signals.columns().with(Column.REFERENCE, new double[reference.length]), signals.divisors()), carry);
        double[] coefficient = new double[score.length];
        Arrays.setAll(coefficient, i -> outcome.coefficient()[i] * type.slope(signals.policy()[i] - reference[i], alpha));
        return new Outcome(outcome.value(), coefficient, outcome.kind(), Metrics.restored(outcome.metrics(), signals), outcome.next());
    }

    private static Optional<String> problem(Needs needs) {
        if (!needs.reference()) {
            return Optional.of("a divergence from the reference needs a loss that reads one");
        }
        if (needs.columns().contains(Column.GROUP)) {
            return Optional.of("the loss takes the reference for what its answers were drawn from: that is no divergence");
        }
        return needs.unit() == Unit.PAIR && needs.grain() == Grain.SEQUENCE && !needs.wholeStep() ? Optional.empty()
            : Optional.of("a divergence stands inside a loss on the log-ratios of one pair at a time");
    }

    /** {@code f_divergence_type}. */
    static final class Modifier implements ObjectiveModifier {

        private static final Option<Type> TYPE = Option.choice("f_divergence_type", Type.REVERSE_KL, "the divergence whose score stands inside the loss");
        private static final Option<Double> ALPHA = Option.number("f_alpha_divergence_coef", 0.5, "alpha of the alpha divergence, below 1");

        @Override
        public List<Option<?>> options() {
            return List.of(TYPE, ALPHA);
        }

        @Override
        public Optional<String> problem(Needs needs) {
            return Divergence.problem(needs);
        }

        @Override
        public Objective apply(Objective loss, Options options) {
            return new Divergence(loss, options.get(TYPE), options.get(ALPHA));
        }
    }
}
