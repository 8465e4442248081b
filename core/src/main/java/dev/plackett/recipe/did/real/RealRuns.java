package dev.plackett.recipe.did.real;

import dev.plackett.evaluate.Correlation;
import dev.plackett.evaluate.did.MatchedKl;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * R10's rows, asked seed by seed and method by method.
 *
 * @param rows  a row per seed, method and measured step; the reference's own at step 0
 * @param steps a row per seed, method and update
 * @param seeds those that ran
 */
record RealRuns(MetricTable rows, MetricTable steps, List<Long> seeds) {

    private static final String REFERENCE = "reference";
    private static final List<String> METRICS = List.of("did_entropy", "did_entropy_matched", "k_set_share", "token_did", "token_overlap",
        "entropy_change", "reverse_kl", "tokens", "win", "knowledge", "definition", "train/chosen", "held_out/chosen", "held_out/rejected", "line",
        "excess", "accuracy", "unreliable");

    RealRuns {
        seeds = List.copyOf(seeds);
    }

    boolean empty() {
        return rows.rows().isEmpty();
    }

    /** What was measured of the reference itself. */
    MetricTable reference(long seed) {
        return rows.where("seed", seed).where("method", REFERENCE);
    }

    /** What was measured of a method on its way. */
    MetricTable of(long seed, RealMethod method) {
        return rows.where("seed", seed).where("method", method.title());
    }

    /** The reference, then the method step by step. */
    MatchedKl run(long seed, RealMethod method) {
        return new MatchedKl(Stream.concat(reference(seed).rows().stream(), of(seed, method).rows().stream()).map(RealRuns::checkpoint).toList());
    }

    private static MatchedKl.Checkpoint checkpoint(MetricRow row) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        METRICS.forEach(name -> metrics.put(name, row.number(name)));
        return new MatchedKl.Checkpoint(row.number("step"), row.text("method").equals(REFERENCE) ? 0 : row.number("kl"), metrics);
    }

    /** Where methods are compared. */
    double matchedKl(long seed) {
        return MatchedKl.reachedByAll(Arrays.stream(RealMethod.values()).map(m -> run(seed, m)).toList());
    }

    /** A metric there, or the step. */
    double at(long seed, RealMethod method, String metric) {
        return run(seed, method).at(matchedKl(seed)).map(c -> metric.equals("step") ? c.step() : c.metrics().get(metric)).orElse(Double.NaN);
    }

    /** The same, seed by seed. */
    double[] over(RealMethod method, String metric) {
        return seeds.stream().mapToDouble(s -> at(s, method, metric)).toArray();
    }

    /** Of each update of DPO-PG whether it was projected. */
    double[] projections(long seed) {
        return steps.where("seed", seed).where("method", RealMethod.PROJECTED.title()).column("projection/applied");
    }

    /** Methods that differ: without a single projection DPO-PG is DPO. */
    List<RealMethod> compared(long seed) {
        boolean projected = Arrays.stream(projections(seed)).anyMatch(p -> p > 0);
        return Arrays.stream(RealMethod.values()).filter(m -> m != RealMethod.PROJECTED || projected).toList();
    }

    /** The correlation of two metrics over the methods at equal KL, seed by seed. */
    double[] correlations(String one, String other) {
        return seeds.stream().mapToDouble(s -> Correlation.pearson(compared(s).stream().mapToDouble(m -> at(s, m, one)).toArray(),
            compared(s).stream().mapToDouble(m -> at(s, m, other)).toArray())).toArray();
    }
}
