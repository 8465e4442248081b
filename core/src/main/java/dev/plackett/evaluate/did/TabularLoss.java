package dev.plackett.evaluate.did;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.evaluate.LogSpace;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Divisors;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import dev.plackett.objective.Unit;
import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Any objective on all pairs over a finite space, for a policy that is a softmax of one logit per response. The objective is the one that trains networks:
 * it is asked for one unit per pair (chosen first) with all divisors 1, and its coefficients are weighted by the pairs' mass outside. An objective on
 * single sequences sees the chosen responses. One whose units depend on each other has no such population form and is refused.
 *
 * @param objective what is minimised
 * @param pairs     the population or the counted sample
 * @param reference log π_ref {@code [V]}; need not be normalised, so that log π_ref − φ/β stands for the reward β log π/π_ref + φ
 * @param extra     further columns for a policy
 */
public record TabularLoss(Objective objective, PairMatrix pairs, double[] reference, Extra extra) {

    private static final Set<Column> KNOWN = Set.of(Column.REFERENCE, Column.LENGTH);

    /** Columns that an objective asks for beside reference and length. */
    @FunctionalInterface
    public interface Extra {
        /**
         * Adds them.
         *
         * @param columns   reference and length are there
         * @param responses of the sequences, in order
         * @param policy    log π {@code [V]}
         */
        Columns add(Columns columns, int[] responses, double[] policy);
    }

    public TabularLoss {
        if (objective.needs().wholeStep()) {
            throw new IllegalArgumentException(objective + " looks at all pairs of a step together, expected one at a time");
        }
        if (objective.needs().unit() != Unit.PAIR && objective.needs().unit() != Unit.EXAMPLE) {
            throw new IllegalArgumentException(objective + " looks at a " + objective.needs().unit() + " at once, expected PAIR or EXAMPLE");
        }
        if (reference.length != pairs.size()) {
            throw new IllegalArgumentException("a reference over " + reference.length + " responses beside pairs over " + pairs.size());
        }
    }

    /** An objective that needs reference and length at most; every response is one token long. */
    public static TabularLoss of(Objective objective, PairMatrix pairs, FinitePolicy reference) {
        return of(objective, pairs, reference.logs());
    }

    /** The same with a reference that need not be normalised. */
    public static TabularLoss of(Objective objective, PairMatrix pairs, double[] reference) {
        objective.needs().columns().stream().filter(c -> !KNOWN.contains(c)).findFirst().ifPresent(c -> {
            throw new IllegalArgumentException(objective + " asks for the column '" + c.name() + "', which a table has not by itself");
        });
        return new TabularLoss(objective, pairs, reference, (columns, responses, policy) -> columns);
    }

    /** The loss of softmax(logits), per unit of mass. */
    public double value(double[] logits) {
        double[] logs = LogSpace.normalised(logits);
        Units units = units();
        double sum = 0;
        for (int u = 0; u < units.weight.length; u++) {
            sum += units.weight[u] * evaluate(logs, Arrays.copyOfRange(units.responses, u * units.size, (u + 1) * units.size), units.size).value();
        }
        return sum;
    }

    /** Its gradient in the logits: g(y) − π(y)·Σg of the gradient g in log π. */
    public double[] gradient(double[] logits) {
        return gradient(logits, units());
    }

    /** The gradient as a function that does not lay the pairs out anew each time. */
    UnaryOperator<double[]> gradients() {
        Units units = units();
        return logits -> gradient(logits, units);
    }

    private double[] gradient(double[] logits, Units units) {
        double[] logs = LogSpace.normalised(logits);
        double[] coefficient = evaluate(logs, units.responses, units.size).coefficient();
        double[] g = new double[logs.length];
        double total = 0;
        for (int i = 0; i < coefficient.length; i++) {
            double c = units.weight[i / units.size] * coefficient[i];
            g[units.responses[i]] += c;
            total += c;
        }
        for (int v = 0; v < g.length; v++) {
            g[v] -= Math.exp(logs[v]) * total;
        }
        return g;
    }

    private Outcome evaluate(double[] logs, int[] responses, int unitSize) {
        double[] ones = new double[responses.length];
        Arrays.fill(ones, 1);
        Columns columns = Columns.of(Column.REFERENCE, Arrays.stream(responses).mapToDouble(y -> reference[y]).toArray()).with(Column.LENGTH, ones);
        double[] policy = Arrays.stream(responses).mapToDouble(y -> logs[y]).toArray();
        Signals all = Signals.sequences(policy, unitSize, extra.add(columns, responses, logs));
        return objective.evaluate(new Signals(policy, all.sequenceStart(), all.unitStart(), all.columns(), new Divisors(1, 1, 1, 1)), Carry.empty());
    }

    /** The units of mass above 0. */
    private Units units() {
        int n = pairs.size();
        if (objective.needs().unit() == Unit.EXAMPLE) {
            double[] chosen = pairs.chosen();
            int[] some = IntStream.range(0, n).filter(y -> chosen[y] > 0).toArray();
            return new Units(some, Arrays.stream(some).mapToDouble(y -> chosen[y]).toArray(), 1);
        }
        int[] some = IntStream.range(0, n * n).filter(i -> pairs.mass()[i / n][i % n] > 0).toArray();
        return new Units(Arrays.stream(some).flatMap(i -> IntStream.of(i / n, i % n)).toArray(),
            Arrays.stream(some).mapToDouble(i -> pairs.mass()[i / n][i % n]).toArray(), 2);
    }

    private record Units(int[] responses, double[] weight, int size) {}
}
