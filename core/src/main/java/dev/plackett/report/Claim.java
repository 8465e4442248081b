package dev.plackett.report;

import dev.plackett.io.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A claim of the paper, or ours, beside what was measured.
 *
 * @param system    whose it is: "sppo"
 * @param claim     the claim in one sentence
 * @param holds     true, false, or null when the interval spans the threshold or nothing was measured
 * @param value     what was measured, NaN when nothing was
 * @param interval  confidence interval of the value, null without one
 * @param threshold what the value is compared with, NaN without one
 * @param evidence  which metric of which rows of metrics.jsonl the value is computed from
 */
public record Claim(String system, String claim, Boolean holds, double value, Interval interval, double threshold, String evidence) {

    /**
     * A confidence interval.
     *
     * @param low  its lower end
     * @param high its upper end
     */
    public record Interval(double low, double high) {

        public Interval {
            if (low > high) {
                throw new IllegalArgumentException("an interval from " + low + " to " + high);
            }
        }

        /** Value ± 1.96 standard errors. */
        public static Interval normal(double value, double standardError) {
            return new Interval(value - 1.96 * standardError, value + 1.96 * standardError);
        }
    }

    /** A value claimed to be above a threshold; open while the interval spans it. Without an interval (null) the value alone decides. */
    public static Claim above(String system, String claim, double value, Interval interval, double threshold, String evidence) {
        return new Claim(system, claim, compare(value, interval, threshold), value, interval, threshold, evidence);
    }

    /** A value claimed to be below a threshold; open while the interval spans it. Without an interval (null) the value alone decides. */
    public static Claim below(String system, String claim, double value, Interval interval, double threshold, String evidence) {
        Interval mirrored = interval == null ? null : new Interval(-interval.high(), -interval.low());
        return new Claim(system, claim, compare(-value, mirrored, -threshold), value, interval, threshold, evidence);
    }

    /** A claim that this run did not look at; {@code why} says so. */
    public static Claim notMeasured(String system, String claim, double threshold, String why) {
        return new Claim(system, claim, null, Double.NaN, null, threshold, why);
    }

    private static Boolean compare(double value, Interval interval, double threshold) {
        if (Double.isNaN(value)) {
            return null;
        }
        if (interval == null) {
            return value > threshold;
        }
        return interval.low() > threshold ? Boolean.TRUE : interval.high() <= threshold ? Boolean.FALSE : null;
    }

    /** The verdict as a word: holds, fails, open. */
    public String verdict() {
        return holds == null ? "open" : holds ? "holds" : "fails";
    }

    /** As in summary.json. */
    ObjectNode json() {
        ObjectNode node = Json.object().put("system", system).put("claim", claim).put("holds", holds);
        put(node, "value", value);
        if (interval == null) {
            node.putNull("interval");
        } else {
            node.putArray("interval").add(interval.low()).add(interval.high());
        }
        put(node, "threshold", threshold);
        return node.put("evidence", evidence);
    }

    private static void put(ObjectNode node, String name, double number) {
        node.put(name, Double.isFinite(number) ? (Double) number : null);
    }
}
