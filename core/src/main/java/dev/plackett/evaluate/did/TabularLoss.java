package dev.plackett.evaluate.did;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.evaluate.LogSpace;
import dev.plackett.objective.Carry;
import dev.plackett.objective.ChosenOnly;
import dev.plackett.objective.Divisors;
import dev.plackett.objective.Needs;
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
 * it is asked for one unit per pair, chosen first, with all divisors 1, and its coefficients are weighted by the pairs' mass outside. Every response is one
 * token long. An objective on labelled answers (KTO) sees the chosen ones as wanted, the rejected ones as unwanted, and beside each of them one whose
 * log-ratio is KL(π ‖ π_ref) exactly. An objective that looks at all pairs of a step together has no such form and is refused.
 *
 * @param objective what is minimised
 * @param pairs     the population or the counted sample
 * @param reference log π_ref {@code [V]}; need not be normalised, so that log π_ref − φ/β stands for the reward β log π/π_ref + φ
 */
public record TabularLoss(Objective objective, PairMatrix pairs, double[] reference) {

    private static final Set<Column> KNOWN = Set.of(Column.REFERENCE, Column.LENGTH, Column.LABEL);

    public TabularLoss {
        objective = ChosenOnly.onPairs(objective);
        Needs needs = objective.needs();
        if (needs.unit() != Unit.LABELLED && (needs.unit() != Unit.PAIR || needs.wholeStep())) {
            throw new IllegalArgumentException(objective + " does not look at one pair at a time, so it has no form on a table");
        }
        for (Column column : needs.columns()) {
            if (!KNOWN.contains(column)) {
                throw new IllegalArgumentException(objective + " asks for the column '" + column.name() + "', which a table has not");
            }
        }
        if (reference.length != pairs.size()) {
            throw new IllegalArgumentException("a reference over " + reference.length + " responses beside pairs over " + pairs.size());
        }
    }

    /** With a policy as reference. */
    public static TabularLoss of(Objective objective, PairMatrix pairs, FinitePolicy reference) {
        return new TabularLoss(objective, pairs, reference.logs());
    }

    /** The loss of softmax(logits), per unit of mass. */
    public double value(double[] logits) {
        double[] logs = LogSpace.normalised(logits);
        return Arrays.stream(units()).mapToDouble(u -> u.weight * evaluate(logs, u).value()).sum();
    }

    /** Its gradient in the logits: g(y) − π(y)·Σg of the gradient g in log π. */
    public double[] gradient(double[] logits) {
        return gradients().apply(logits);
    }

    /** The gradient as a function that lays the pairs out once. */
    UnaryOperator<double[]> gradients() {
        TableUnit[] units = units();
        Layout layout = Layout.of(units, reference);
        return logits -> {
            double[] logs = LogSpace.normalised(logits);
            double[] coefficient = evaluate(logs, units, layout).coefficient();
            double[] g = new double[logs.length];
            double total = 0;
            for (int u = 0; u < units.length; u++) {
                double first = units[u].weight * coefficient[2 * u];
                double second = units[u].second < 0 ? 0 : units[u].weight * coefficient[2 * u + 1];
                g[units[u].first] += first;
                if (units[u].second >= 0) {
                    g[units[u].second] += second;
                }
                total += first + second;
            }
            for (int v = 0; v < g.length; v++) {
                g[v] -= Math.exp(logs[v]) * total;
            }
            return g;
        };
    }

    private Outcome evaluate(double[] logs, TableUnit... units) {
        return evaluate(logs, units, Layout.of(units, reference));
    }

    private Outcome evaluate(double[] logs, TableUnit[] units, Layout layout) {
        double[] policy = new double[2 * units.length];
        double divergence = objective.needs().unit() == Unit.LABELLED ? divergence(logs) : 0;
        for (int u = 0; u < units.length; u++) {
            policy[2 * u] = logs[units[u].first];
            policy[2 * u + 1] = units[u].second < 0 ? divergence : logs[units[u].second];
        }
        return objective.evaluate(new Signals(policy, layout.sequenceStart, layout.unitStart, layout.columns, new Divisors(1, 1, 1, 1)), Carry.empty());
    }

    /** What of the units' signals does not depend on the policy. */
    private record Layout(int[] sequenceStart, int[] unitStart, Columns columns) {

        static Layout of(TableUnit[] units, double[] reference) {
            int n = 2 * units.length;
            double[] base = new double[n];
            double[] label = new double[units.length];
            for (int u = 0; u < units.length; u++) {
                base[2 * u] = reference[units[u].first];
                base[2 * u + 1] = units[u].second < 0 ? 0 : reference[units[u].second];
                label[u] = units[u].wanted ? 1 : 0;
            }
            double[] ones = new double[n];
            Arrays.fill(ones, 1);
            Columns columns = Columns.of(Column.REFERENCE, base).with(Column.LENGTH, ones).with(Column.LABEL, label);
            return new Layout(IntStream.rangeClosed(0, n).toArray(), IntStream.rangeClosed(0, units.length).map(u -> 2 * u).toArray(), columns);
        }
    }

    private double divergence(double[] logs) {
        return IntStream.range(0, logs.length).mapToDouble(i -> Math.exp(logs[i]) * (logs[i] - reference[i])).sum();
    }

    /** The units of mass above 0. */
    private TableUnit[] units() {
        int n = pairs.size();
        if (objective.needs().unit() == Unit.LABELLED) {
            double[] chosen = pairs.chosen();
            double[] rejected = pairs.flipped(1).chosen();
            return IntStream.range(0, 2 * n).mapToObj(i -> new TableUnit(i / 2, -1, i % 2 == 0, i % 2 == 0 ? chosen[i / 2] : rejected[i / 2]))
                .filter(u -> u.weight > 0).toArray(TableUnit[]::new);
        }
        return IntStream.range(0, n * n).mapToObj(i -> new TableUnit(i / n, i % n, true, pairs.mass()[i / n][i % n])).filter(u -> u.weight > 0)
            .toArray(TableUnit[]::new);
    }

    /** Two responses and their mass; second is −1 where it only stands for the divergence. */
    private record TableUnit(int first, int second, boolean wanted, double weight) {}
}
