package dev.plackett.objective;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Collects what an objective logs during one evaluation, one observation at a time. */
public final class Metrics {

    /** What every pair logs, by place: a table's losses come by here for a thousand pairs a step, so nothing is looked up by name. */
    private static final List<String> OF_PAIRS = List.of("logps/chosen", "logps/rejected", "rewards/chosen", "rewards/rejected", "rewards/margins",
        "rewards/accuracies", "log_ratio/chosen", "log_ratio/rejected");

    /** Their sums, and how many pairs there were. */
    private final double[] pairs = new double[OF_PAIRS.size() + 1];
    /** Sum and weight by name; changed in place. */
    private final Map<String, double[]> sums = new HashMap<>();

    /** One observation of weight 1. */
    public Metrics add(String name, double value) {
        return add(name, value, 1);
    }

    /** A weighted mean that is merged with what is there under that name. */
    public Metrics add(String name, Stat stat) {
        return add(name, stat.sum(), stat.weight());
    }

    private Metrics add(String name, double sum, double weight) {
        double[] at = sums.computeIfAbsent(name, n -> new double[2]);
        at[0] += sum;
        at[1] += weight;
        return this;
    }

    /**
     * A pair in TRL's names, beside the bare log-ratios a and b.
     *
     * @param beta what scales a log-ratio to a reward
     */
    public Metrics pair(Pair pair, double beta) {
        double[] numbers = {pair.chosen(), pair.rejected(), beta * pair.a(), beta * pair.b(), beta * pair.delta(), pair.delta() > 0 ? 1 : 0, pair.a(), pair.b(), 1};
        for (int i = 0; i < numbers.length; i++) {
            pairs[i] += numbers[i];
        }
        return this;
    }

    /** The numbers of an outcome whose log-likelihoods were changed before the loss saw them, with the true ones where it logged them. */
    static Map<String, Stat> restored(Map<String, Stat> logged, Signals signals) {
        Metrics metrics = new Metrics();
        for (Pair pair : PairLoss.pairs(signals)) {
            metrics.add("logps/chosen", pair.chosen()).add("logps/rejected", pair.rejected())
                .add("log_ratio/chosen", pair.a()).add("log_ratio/rejected", pair.b());
        }
        Map<String, Stat> out = new TreeMap<>(logged);
        metrics.stats().forEach((name, stat) -> out.replace(name, stat));
        return out;
    }

    /** All of them. */
    public Map<String, Stat> stats() {
        double seen = pairs[OF_PAIRS.size()];
        for (int i = 0; i < OF_PAIRS.size() && seen > 0; i++) {
            add(OF_PAIRS.get(i), pairs[i], seen);
        }
        Arrays.fill(pairs, 0);
        return sums.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> new Stat(e.getValue()[0], e.getValue()[1])));
    }
}
