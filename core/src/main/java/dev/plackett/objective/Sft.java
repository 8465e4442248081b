package dev.plackett.objective;

import dev.plackett.data.Grain;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Supervised fine-tuning: the negative log-likelihood, averaged over all scored tokens of the step (TRL's and transformers' divisor). */
public record Sft() implements Objective {

    @Override
    public Needs needs() {
        return Needs.of(Unit.EXAMPLE, Grain.SEQUENCE);
    }

    @Override
    public Outcome evaluate(Signals s, Carry carry) {
        double tokens = s.divisors().tokens();
        double[] coefficient = new double[s.policy().length];
        Arrays.fill(coefficient, -1 / tokens);
        double sum = Arrays.stream(s.policy()).sum();
        return new Outcome(-sum / tokens, coefficient, Outcome.Kind.GRADIENT, Map.of("logps/mean", new Stat(sum, s.sequences())), carry);
    }

    /** {@code sft} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "sft";
        }

        @Override
        public List<Option<?>> options() {
            return List.of();
        }

        @Override
        public Objective create(Options options) {
            return new Sft();
        }
    }
}
