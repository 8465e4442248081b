package dev.plackett.recipe.experiment;

import dev.plackett.evaluate.Estimate;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Table;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One number per seed.
 *
 * @param values the numbers; NaN where a seed has none
 */
public record SeedValues(double... values) {

    /** A column of rows, one row per seed. */
    public static SeedValues of(MetricTable rows, String field) {
        return new SeedValues(rows.column(field));
    }

    /** Differences, seed by seed. */
    public SeedValues minus(SeedValues other) {
        return new SeedValues(IntStream.range(0, values.length).mapToDouble(i -> values[i] - other.values[i]).toArray());
    }

    /** Their mean. */
    public double mean() {
        return Estimate.of(values).mean();
    }

    /** The smallest; NaN of none. */
    public double least() {
        return Arrays.stream(values).min().orElse(Double.NaN);
    }

    /** The largest; NaN of none. */
    public double largest() {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }

    /** Of the mean, 95 %; null for one seed. */
    public Claim.Interval interval() {
        return interval(Estimate.of(values));
    }

    /** 95 % by Student's t: seeds, networks and prompts are few, and a normal interval over two or three of them would be far too narrow. */
    public static Claim.Interval interval(Estimate estimate) {
        double[] ends = estimate.studentInterval();
        return estimate.n() < 2 ? null : new Claim.Interval(ends[0], ends[1]);
    }

    /** A cell of mean and standard deviation over seeds; null without numbers. */
    public Object cell(int digits) {
        Estimate estimate = Estimate.of(values);
        return Double.isNaN(estimate.mean()) ? null : estimate.n() < 2 ? (Object) estimate.mean()
            : Table.plusMinus(estimate.mean(), estimate.standardError() * Math.sqrt(estimate.n()), digits);
    }

    /** That their mean is below a threshold; whose claim it is, the run says. */
    public Claim below(String claim, double threshold, String evidence) {
        return Claim.below("", claim, mean(), interval(), threshold, "mean over seeds of " + evidence);
    }

    /** That their mean is above a threshold; whose claim it is, the run says. */
    public Claim above(String claim, double threshold, String evidence) {
        return Claim.above("", claim, mean(), interval(), threshold, "mean over seeds of " + evidence);
    }
}
