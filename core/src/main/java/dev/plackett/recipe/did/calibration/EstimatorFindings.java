package dev.plackett.recipe.did.calibration;

import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.SeedValues;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the rows say. Thresholds were set after seed 0.
 *
 * @param rows a row per seed, spread, size, proposal and number of samples
 */
record EstimatorFindings(CalibrationConfig config, MetricTable rows) {

    private static final String POLICY = "policy";
    private static final String UNIFORM = "uniform";
    private static final List<String> PROPOSALS = List.of(POLICY, "reference", "mixture", UNIFORM);

    Findings findings() {
        Findings out = Findings.none().block(new Paragraph("K samples and one estimate with its jackknife interval, again and again, where the exact value is known;"
            + " in nats. Estimates are flagged that rest on fewer than 5 effective samples or on one with more than half of the weight."));
        for (double spread : config.spreads()) {
            out = out.block(chart(spread)).block(table(spread));
        }
        for (Claimed claim : claims()) {
            out = out.claim(claim.above ? claim.value.above(claim.text, claim.threshold, claim.evidence)
                : claim.value.below(claim.text, claim.threshold, claim.evidence));
        }
        return out;
    }

    private record Claimed(String text, SeedValues value, boolean above, double threshold, String evidence) {}

    private List<Claimed> claims() {
        double mild = config.spreads().get(0);
        double peaked = config.spreads().get(config.spreads().size() - 1);
        int some = config.samples().get(Math.min(1, config.samples().size() - 1));
        int more = config.samples().get(Math.max(0, config.samples().size() - 2));
        int most = config.samples().get(config.samples().size() - 1);
        String on = String.format(Locale.ROOT, " (spread %s)", peaked);
        return List.of(
            new Claimed("on mild policies the jackknife interval of " + some + " or more policy samples holds the truth nearly as often as it should",
                each(s -> IntStream.range(0, config.sizes().size()).boxed().flatMap(v -> from(some).map(k -> value(s, mild, v, POLICY, k, "coverage")))
                    .mapToDouble(c -> c).min().orElseThrow()), true, 0.85, "least coverage over sizes and k, " + where(mild, POLICY, some) + " or more"),
            new Claimed("there the size of the space changes the bias by less than a tenth of a nat", each(s -> from(some).mapToDouble(k ->
                range(v -> value(s, mild, v, POLICY, k, "bias"))).max().orElseThrow()), false, 0.1,
                "largest difference of bias between sizes, " + where(mild, POLICY, some) + " or more"),
            new Claimed("on peaked ones " + more + " policy samples are low by .4 nats or more" + on, mean(peaked, POLICY, more, "bias"), false, -0.4,
                "bias, mean over sizes, " + where(peaked, POLICY, more)),
            new Claimed("and the larger the space the more" + on, each(s -> value(s, peaked, config.sizes().size() - 1, POLICY, more, "bias")
                - value(s, peaked, 0, POLICY, more, "bias")), false, -0.1, "bias of the largest size less that of the smallest, " + where(peaked, POLICY, more)),
            new Claimed("the jackknife leaves more than a third of that bias" + on, each(s -> mean(s, peaked, POLICY, more, "jackknife_bias")
                / mean(s, peaked, POLICY, more, "bias")), true, 1 / 3.0, "jackknife_bias by bias, means over sizes, " + where(peaked, POLICY, more)),
            new Claimed("even of " + most + " policy samples its interval holds the truth in fewer than four of five cases" + on,
                mean(peaked, POLICY, most, "coverage"), false, 0.8, "coverage, mean over sizes, " + where(peaked, POLICY, most)),
            new Claimed("estimates that are not flagged are the worse ones: their samples look healthy because the tail was never drawn" + on,
                each(s -> held(s, peaked, POLICY, some) - mean(s, peaked, POLICY, some, "coverage")), false, -0.1,
                "reliable_held by reliable less coverage, means over sizes, " + where(peaked, POLICY, some)),
            new Claimed("uniform samples are right to a tenth of a nat after the correction, on every policy and space",
                each(s -> config.spreads().stream().flatMap(spread -> from(some).flatMap(k -> IntStream.range(0, config.sizes().size()).boxed()
                    .map(v -> Math.abs(value(s, spread, v, UNIFORM, k, "jackknife_bias"))))).mapToDouble(b -> b).max().orElseThrow()), false, 0.1,
                "largest |jackknife_bias| over sizes and spreads, rows series=" + EstimatorTable.SERIES + ", proposal=uniform, k=" + some + " or more"));
    }

    private Stream<Integer> from(int k) {
        return config.samples().stream().filter(n -> n >= k);
    }

    private SeedValues each(IntToDoubleFunction ofSeed) {
        return new SeedValues(IntStream.range(0, config.seeds().size()).mapToDouble(ofSeed).toArray());
    }

    private SeedValues mean(double spread, String proposal, int k, String field) {
        return each(s -> mean(s, spread, proposal, k, field));
    }

    private double mean(int seed, double spread, String proposal, int k, String field) {
        return IntStream.range(0, config.sizes().size()).mapToDouble(v -> value(seed, spread, v, proposal, k, field)).average().orElseThrow();
    }

    /** Of estimates that are not flagged the share whose interval holds the truth. */
    private double held(int seed, double spread, String proposal, int k) {
        return mean(seed, spread, proposal, k, "reliable_held") / mean(seed, spread, proposal, k, "reliable");
    }

    private double range(IntToDoubleFunction ofSize) {
        double[] all = IntStream.range(0, config.sizes().size()).mapToDouble(ofSize).sorted().toArray();
        return all[all.length - 1] - all[0];
    }

    private double value(int seed, double spread, int size, String proposal, int k, String field) {
        return of(spread, config.sizes().get(size), proposal, k).where("seed", config.seeds().get(seed)).column(field)[0];
    }

    private MetricTable of(double spread, int size, String proposal, int k) {
        return rows.where("spread", spread).where("size", size).where("proposal", proposal).where("k", k);
    }

    private static String where(double spread, String proposal, int k) {
        return "rows series=" + EstimatorTable.SERIES + ", spread=" + spread + ", proposal=" + proposal + ", k=" + k;
    }

    private LineChart chart(double spread) {
        LineChart chart = LineChart.of("Bias, spread " + spread, "log2 of the number of samples", "nats");
        double[] x = config.samples().stream().mapToDouble(k -> Math.log(k) / Math.log(2)).toArray();
        for (int size : config.sizes()) {
            chart = chart.line("policy, " + size + " responses", x, bias(spread, size, POLICY));
        }
        int largest = config.sizes().get(config.sizes().size() - 1);
        return chart.line("uniform, " + largest + " responses", x, bias(spread, largest, UNIFORM)).threshold("exact", 0);
    }

    private double[] bias(double spread, int size, String proposal) {
        return config.samples().stream().mapToDouble(k -> SeedValues.of(of(spread, size, proposal, k), "bias").mean()).toArray();
    }

    private Table table(double spread) {
        Table table = Table.of("responses", "samples from", "K", "exact H(q)", "bias", "sd", "jackknife's bias", "its 95 % interval holds", "about the uncorrected value",
            "not flagged", "of these hold", "K-set entropy less H(q)");
        for (int size : config.sizes()) {
            for (String proposal : PROPOSALS) {
                for (int k : config.samples()) {
                    MetricTable cell = of(spread, size, proposal, k);
                    double reliable = SeedValues.of(cell, "reliable").mean();
                    table = table.row((long) size, proposal, (long) k, mean(cell, "truth"), mean(cell, "bias"), mean(cell, "sd"), mean(cell, "jackknife_bias"),
                        mean(cell, "coverage"), mean(cell, "plain_coverage"), reliable, mean(cell, "reliable_held") / reliable, mean(cell, "k_set_bias"));
                }
            }
        }
        return table.note(String.format(Locale.ROOT, "Spread %s: standard deviation of the reference's logits. Means over %d seeds, %d references and policies each,"
            + " %d estimates for each of them.", spread, config.seeds().size(), config.pairs(), config.repeats()));
    }

    private static double mean(MetricTable cell, String field) {
        return SeedValues.of(cell, field).mean();
    }
}
