package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;
import java.util.Set;

/**
 * Binary classifier optimisation (Jung et al. 2024) on pairs: −log σ(βa − δ) − log σ(δ − βb). The paper's shift δ is the mean reward of all answers, chosen and
 * rejected, as a running mean over the training; without it, δ = 0, this is TRL's {@code bco_pair}. The running mean takes the step's own rewards in before
 * it is used and has no gradient, as in TRL's trainer for BCO.
 *
 * @param beta  β, above 0
 * @param shift what δ is
 */
public record Bco(double beta, Shift shift) implements Objective {

    private static final String STATE = "bco.rewards";

    /** The shift of rewards. */
    public enum Shift {
        /** 0. */
        NONE,
        /** Mean reward over all answers of all steps so far. */
        RUNNING
    }

    public Bco {
        Options.requirePositive("beta", beta);
    }

    @Override
    public Needs needs() {
        Needs needs = Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE);
        return shift == Shift.RUNNING ? needs.overWholeStep() : needs;
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        if (shift == Shift.NONE) {
            return shifted(signals, carry, 0);
        }
        // [mean, count]
        double[] before = carry.get(STATE, 0, 0);
        List<Pair> pairs = PairLoss.pairs(signals);
        double count = before[1] + 2.0 * pairs.size();
        double mean = before[0] + pairs.stream().mapToDouble(p -> beta * (p.a() + p.b()) - 2 * before[0]).sum() / count;
        Outcome outcome = shifted(signals, carry.with(STATE, mean, count), mean);
        Metrics metrics = new Metrics().add("rewards/shift", mean);
        outcome.metrics().forEach(metrics::add);
        return new Outcome(outcome.value(), outcome.coefficient(), Outcome.Kind.SURROGATE, metrics.stats(), outcome.next());
    }

    private Outcome shifted(Signals signals, Carry carry, double delta) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double x = beta * pair.a() - delta;
            double y = beta * pair.b() - delta;
            return new PairLoss.Term(-Logistic.logSigmoid(x) - Logistic.logSigmoid(-y), -beta * Logistic.sigmoid(-x), beta * Logistic.sigmoid(y));
        });
    }

    /** {@code bco} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Shift> SHIFT = Option.choice("shift", Shift.NONE,
            "what rewards are compared with: 0 (TRL's bco_pair) or their running mean");

        @Override
        public String name() {
            return "bco";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("bco_pair");
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA, SHIFT);
        }

        @Override
        public Objective create(Options options) {
            return new Bco(options.get(PairOptions.BETA), options.get(SHIFT));
        }
    }
}
