package dev.plackett.objective;

import dev.plackett.data.Grain;
import java.util.Map;

/**
 * Supervised fine-tuning: the negative log-likelihood, averaged over all scored tokens of the step (TRL's and transformers' divisor).
 */
record Sft() implements Objective {

    @Override
    public Needs needs() {
        return Needs.of(Unit.EXAMPLE, Grain.SEQUENCE);
    }

    @Override
    public Outcome evaluate(Signals s, Carry carry) {
        double tokens = s.divisors().tokens();
        double[] coefficient = new double[s.policy().length];
        java.util.Arrays.fill(coefficient, -1 / tokens);
        double sum = 0;
        for (double logp : s.policy()) {
            sum += logp;
        }
        return new Outcome(-sum / tokens, coefficient, Outcome.Kind.GRADIENT, Map.of("logps/mean", new Stat(sum, s.sequences())), carry);
    }
}
