package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import dev.plackett.objective.energy.Gamma;
import dev.plackett.objective.energy.LogAverage;
import dev.plackett.objective.energy.LogPartitions;
import java.util.List;
import java.util.Set;

/**
 * Discriminative fine-tuning (arXiv 2502.18679): −log π_θ(y⁺) + τ·log Σ_y π_θ(y)^(1/τ), the sum over all answers estimated with those of the base model. It is
 * MECO with f = log π_θ/τ and q = π_ref, one partition function per prompt: log u of a prompt is an average over the times it is met, with weight γ for the
 * newest, and the gradient is −∇log π_θ(y⁺) + mean(ω·∇log π_θ(y⁻)), ω = exp(log π_θ/τ − log π_ref − log u) without gradient.
 *
 * <p>The coefficients are not the derivative of the printed value once u remembers earlier answers: ω is divided by the average, not by the batch. With τ = 1
 * the sum over all answers is 1 whatever the policy is, and the second part teaches nothing but noise.
 *
 * @param tau   τ, above 0
 * @param gamma γ in (0, 1]; the released code's is 0.95
 * @param unit  PAIR, the chosen answer and one of the base model's, or GROUP, of which the answer of highest reward is y⁺ and all others are the base model's
 */
public record Dft(double tau, double gamma, Unit unit) implements Objective {

    public Dft {
        Options.requirePositive("tau", tau);
        Options.require(gamma > 0 && gamma <= 1, "gamma", gamma, "above 0 and at most 1");
        Options.require(unit == Unit.PAIR || unit == Unit.GROUP, "unit", unit, "PAIR or GROUP");
    }

    @Override
    public Needs needs() {
        Set<Column> columns = Set.of(Column.REFERENCE, Column.GROUP);
        Needs needs = new Needs(unit, false, Grain.SEQUENCE, columns);
        return unit == Unit.GROUP ? needs.with(Column.REWARD) : needs;
    }

    @Override
    public Outcome evaluate(Signals s, Carry carry) {
        double[] coefficient = new double[s.policy().length];
        double[] reference = s.column(Column.REFERENCE);
        double[] prompt = s.column(Column.GROUP);
        int prompts = 0;
        for (int i = 0; i < prompt.length; i++) {
            prompts = Math.max(prompts, (int) prompt[i] + 1);
        }
        LogPartitions partitions = LogPartitions.of(carry, prompts);
        Metrics metrics = new Metrics();
        double value = 0;
        double units = s.divisors().units();
        for (int u = 0; u < s.units(); u++) {
            int from = s.unitStart()[u];
            int to = s.unitStart()[u + 1];
            Options.require(to - from >= 2 && (unit == Unit.GROUP || to - from == 2), "the number of sequences in unit " + u, to - from, "y⁺ and what it is told from");
            int best = best(s, from, to);
            double[] a = new double[to - from - 1];
            for (int i = from, j = 0; i < to; i++) {
                if (i != best) {
                    a[j++] = s.policy()[i] / tau - reference[i];
                }
            }
            LogAverage average = partitions.group((int) prompt[from]).updateBy(a, Gamma.constant(gamma));
            partitions.group((int) prompt[from], average);
            value += (tau * average.logU() - s.policy()[best]) / units;
            coefficient[best] = -1 / units;
            double sum = 0;
            for (int i = from, j = 0; i < to; i++) {
                if (i != best) {
                    double omega = Math.exp(a[j++] - average.logU()) / a.length;
                    coefficient[i] = omega / units;
                    sum += omega;
                    metrics.add("logps/rejected", s.policy()[i]);
                }
            }
            metrics.add("logps/chosen", s.policy()[best]).add("omega/sum", sum).add("log_u", average.logU());
        }
        return new Outcome(value, coefficient, Outcome.Kind.SURROGATE, metrics.stats(), partitions.into(carry));
    }

    private int best(Signals s, int from, int to) {
        int best = from;
        for (int i = from; unit == Unit.GROUP && i < to; i++) {
            best = s.column(Column.REWARD)[i] > s.column(Column.REWARD)[best] ? i : best;
        }
        return best;
    }

    /** {@code dft} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        /** Where y⁺ and the others come from. */
        private enum Answers {
            PAIR(Unit.PAIR), GROUP(Unit.GROUP);

            private final Unit unit;

            Answers(Unit unit) {
                this.unit = unit;
            }
        }

        private static final Option<Double> TAU = Option.number("tau", 0.9, "temperature of the sum over answers; 1 would teach nothing");
        private static final Option<Double> GAMMA = Option.number("gamma", 0.95, "weight of the newest answers in a prompt's average");
        private static final Option<Answers> ANSWERS = Option.choice("answers", Answers.PAIR, "pairs, or groups with rewards of which the best one is wanted");

        @Override
        public String name() {
            return "dft";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(TAU, GAMMA, ANSWERS);
        }

        @Override
        public Objective create(Options options) {
            return new Dft(options.get(TAU), options.get(GAMMA), options.get(ANSWERS).unit);
        }
    }
}
