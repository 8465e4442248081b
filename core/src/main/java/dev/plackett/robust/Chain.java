package dev.plackett.robust;

import dev.plackett.objective.Carry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;

/**
 * Pre-aggregations, then a rule. Weighted sums of gradients are never written down: the rule works on their inner products, W K Wᵀ, or on a few
 * thousand columns at a time. Coefficients come back as those of the workers' own gradients.
 *
 * @param stages in order
 * @param rule   what makes the update of the last stage's rows
 */
public record Chain(List<PreAggregator> stages, Aggregator rule) implements Aggregator {

    public Chain {
        stages = List.copyOf(stages);
    }

    @Override
    public Optional<String> problem(int workers) {
        int rows = workers;
        for (PreAggregator stage : stages) {
            Optional<String> problem = stage.problem(rows);
            if (problem.isPresent()) {
                return problem;
            }
            rows = stage.rows(rows);
        }
        int left = rows;
        return rule.problem(left).map(p -> left == workers ? p : p + " (rows that are left of " + workers + " workers)");
    }

    @Override
    public Optional<String> problem(List<String> workers) {
        boolean perWorker = stages.stream().allMatch(stage -> stage.rows(workers.size()) == workers.size());
        return problem(workers.size()).or(() -> perWorker ? rule.problem(workers) : Optional.empty());
    }

    @Override
    public boolean usesGram() {
        return rule.usesGram() || stages.stream().anyMatch(PreAggregator::usesGram);
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        int rows = left;
        List<PreAggregator> fewer = new ArrayList<>();
        for (PreAggregator stage : stages) {
            fewer.add(stage.excluding(removed));
            rows = stage.rows(rows);
        }
        return new Chain(fewer, rule.excluding(removed, rows));
    }

    @Override
    public OptionalDouble varianceBound(int workers) {
        return OptionalDouble.empty();
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        GramRule.Stopwatch watch = new GramRule.Stopwatch();
        if (usesGram()) {
            Limits.checkFinite(gradients.gram());
            watch.lap("gram");
        }
        GradientMatrix rows = gradients;
        List<PreAggregator.Mixing> mixings = new ArrayList<>();
        Carry next = carry;
        for (int i = 0; i < stages.size(); i++) {
            PreAggregator.Mixing mixing = stages.get(i).mix(rows, part(carry, i));
            next = with(next, i, mixing.next());
            rows = rows.mixed(mixing.weights(), mixing.names());
            mixings.add(mixing);
        }
        watch.lap("mix");
        Aggregation inner = rule.aggregate(rows, out, part(carry, stages.size()));
        next = with(next, stages.size(), inner.next());
        double[] coefficients = inner.coefficients();
        double[] quality = inner.findings().quality();
        double[] scores = inner.findings().scores();
        Collections.reverse(mixings);
        for (PreAggregator.Mixing mixing : mixings) {
            int p = mixing.weights()[0].length;
            coefficients = coefficients.length == 0 ? coefficients : Weights.through(coefficients, mixing.weights(), p);
            quality = byWorker(quality, mixing, p);
            scores = byWorker(scores, mixing, p);
        }
        return Aggregation.of(gradients, inner.findings().byRow(quality, scores), next).weighted(coefficients).timed(watch.seconds()).timed(inner.seconds());
    }

    /** What is said of mixed rows, as said of workers: the mean over the rows that they are part of. */
    private static double[] byWorker(double[] byRow, PreAggregator.Mixing mixing, int p) {
        if (byRow.length == 0 || mixing.perWorker()) {
            return byRow;
        }
        double[] out = new double[p];
        for (int j = 0; j < p; j++) {
            double weight = 0;
            for (int i = 0; i < byRow.length; i++) {
                out[j] += mixing.weights()[i][j] * byRow[i];
                weight += mixing.weights()[i][j];
            }
            out[j] = weight == 0 ? Double.NaN : out[j] / weight;
        }
        return out;
    }

    /** Each stage has its own part of the state. */
    private static Carry part(Carry carry, int stage) {
        Map<String, double[]> own = new HashMap<>();
        carry.values().forEach((name, array) -> {
            if (name.startsWith(stage + "/")) {
                own.put(name.substring((stage + "/").length()), array);
            }
        });
        return new Carry(own);
    }

    private static Carry with(Carry carry, int stage, Carry own) {
        Map<String, double[]> all = new HashMap<>(carry.values());
        own.values().forEach((name, array) -> all.put(stage + "/" + name, array));
        return new Carry(all);
    }
}
