package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Identity preference optimisation (Azar et al. 2023, eq. 17): (Δ − 1/(2β))².
 *
 * @param beta β (the paper's τ), above 0
 * @param form whether Δ sums log-ratios over tokens (the paper; the SPPO authors' code) or averages them per sequence (TRL)
 */
public record Ipo(double beta, Form form) implements Objective {

    /** What Δ is made of. */
    public enum Form { SUMMED, TOKEN_MEAN }

    public Ipo {
        Options.requirePositive("beta", beta);
    }

    @Override
    public Needs needs() {
        return form == Form.SUMMED ? Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE)
            : Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE, Column.LENGTH);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double w = form == Form.SUMMED ? 1 : 1 / pair.chosenLength();
            double l = form == Form.SUMMED ? 1 : 1 / pair.rejectedLength();
            double r = w * pair.a() - l * pair.b() - 1 / (2 * beta);
            return new PairLoss.Term(r * r, 2 * r * w, -2 * r * l);
        });
    }

    /** {@code ipo} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> BETA = Option.number("beta", 0.1, "the margin between the log-ratios is drawn to 1/(2 beta)");
        private static final Option<Form> FORM = Option.choice("form", Form.SUMMED, "log-ratios summed over tokens, or averaged per answer as in TRL");

        @Override
        public String name() {
            return "ipo";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(BETA, FORM);
        }

        /** Of the summed form: the paper's τ. */
        @Override
        public OptionalDouble beta(Map<String, ?> given) {
            Options options = new Options(Map.copyOf(given));
            return options.get(FORM) == Form.SUMMED ? OptionalDouble.of(options.get(BETA)) : OptionalDouble.empty();
        }

        @Override
        public Objective create(Options options) {
            return new Ipo(options.get(BETA), options.get(FORM));
        }
    }
}
