package dev.plackett.evaluate.did;

import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Whether preference data encode the differential information for a target: y = log π_w − log π_l against x = log π* − log π_ref, by weighted least squares
 * with an intercept per prompt. Under the power law q_{π_w/π_l} ∝ q_{π* /π_ref}^β the points lie on a line of slope β. Take π* for the trained policy or a
 * stated target; take log π_ref for log π_w where chosen responses come from the reference.
 *
 * @param slope    β̂
 * @param interval of β̂, by bootstrap over prompts; NaN for one prompt
 * @param r2       share of the variance of y within prompts that the line explains, in [0, 1]
 * @param points   x and y less their prompts' means, and residuals
 * @param prompts  how many
 * @param reading  what that says
 */
public record PowerLawPanel(double slope, Interval interval, double r2, List<Point> points, int prompts, Reading reading) {

    private static final double CLOSE = 0.9;
    private static final double LOOSE = 0.3;

    /**
     * A response.
     *
     * @param prompt   whose
     * @param x        log π* − log π_ref, centred
     * @param y        log π_w − log π_l, centred
     * @param residual y − β̂x
     */
    public record Point(String prompt, double x, double y, double residual) {}

    /** What the fit says; the bounds are ours. */
    public enum Reading {
        /** R² of 0.9 and more at a slope above 0. */
        ENCODES("The pairs encode what separates this target from the reference; the slope is the beta to train with."),
        /** In between. */
        IN_PART("The pairs encode what separates this target from the reference in part; training on them also teaches something else."),
        /** Slope at most 0, or R² below 0.3. */
        DOES_NOT("The pairs do not encode what separates this target from the reference."),
        /** x varies by no more than rounding. */
        NO_TARGET("The target does not differ from the reference on these responses, so there is nothing to fit.");

        private final String text;

        Reading(String text) {
            this.text = text;
        }

        /** In plain words. */
        public String text() {
            return text;
        }
    }

    /** Both responses of every pair, each with weight 1. */
    public static PowerLawPanel of(List<ScoredPair> pairs, Bootstrap bootstrap) {
        return of(pairs.stream().flatMap(p -> IntStream.range(0, 2).mapToObj(i -> p.prompt())).toList(),
            pairs.stream().flatMap(p -> List.of(p.chosen(), p.rejected()).stream()).toList(), bootstrap);
    }

    /** Samples of the reference, each with weight 1: rare responses then decide nothing. */
    public static PowerLawPanel of(SampleSet samples, Bootstrap bootstrap) {
        return of(samples.prompts().stream().flatMap(p -> p.samples().stream().map(s -> p.prompt())).toList(),
            samples.prompts().stream().flatMap(p -> p.samples().stream()).toList(), bootstrap);
    }

    private static PowerLawPanel of(List<String> prompts, List<Scored> responses, Bootstrap bootstrap) {
        if (responses.stream().anyMatch(s -> Double.isNaN(s.dataRatio()))) {
            throw new IllegalArgumentException("a power-law fit needs log-likelihoods under models of the chosen and of the rejected responses");
        }
        double[] ones = DoubleStream.generate(() -> 1).limit(responses.size()).toArray();
        return of(prompts, responses.stream().mapToDouble(Scored::ratio).toArray(), responses.stream().mapToDouble(Scored::dataRatio).toArray(), ones,
            bootstrap);
    }

    /**
     * Numbers with weights: π_ref's probabilities, on a finite space.
     *
     * @param prompts whose each number is
     * @param weights at least 0
     */
    public static PowerLawPanel of(List<String> prompts, double[] x, double[] y, double[] weights, Bootstrap bootstrap) {
        if (x.length < 2 || x.length != y.length || x.length != weights.length || x.length != prompts.size()) {
            throw new IllegalArgumentException("a fit of " + y.length + " numbers to " + x.length + " with " + weights.length + " weights and "
                + prompts.size() + " prompts, expected as many of each, at least 2");
        }
        double[] cx = x.clone();
        double[] cy = y.clone();
        List<double[]> sums = new ArrayList<>();
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        IntStream.range(0, x.length).forEach(i -> groups.computeIfAbsent(prompts.get(i), p -> new ArrayList<>()).add(i));
        for (List<Integer> group : groups.values()) {
            centre(cx, weights, group);
            centre(cy, weights, group);
            sums.add(group.stream().map(i -> new double[] {weights[i] * cx[i] * cx[i], weights[i] * cx[i] * cy[i], weights[i] * cy[i] * cy[i]})
                .reduce(new double[3], (a, b) -> new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]}));
        }
        double[] all = total(sums, IntStream.range(0, sums.size()).toArray());
        double slope = all[1] / all[0];
        double r2 = all[1] * all[1] / (all[0] * all[2]);
        Interval interval = sums.size() < 2 ? new Interval(Double.NaN, Double.NaN, bootstrap.level()) : bootstrap.of(sums.size(), units -> {
            double[] some = total(sums, units);
            return some[1] / some[0];
        });
        List<Point> points = IntStream.range(0, x.length).mapToObj(i -> new Point(prompts.get(i), cx[i], cy[i], cy[i] - slope * cx[i])).toList();
        double spread = Math.sqrt(all[0] / Arrays.stream(weights).sum());
        return new PowerLawPanel(slope, interval, r2, points, sums.size(), spread < Scored.ROUNDING ? Reading.NO_TARGET : reading(slope, r2));
    }

    private static Reading reading(double slope, double r2) {
        return !(slope > 0) || !(r2 >= LOOSE) ? Reading.DOES_NOT : r2 >= CLOSE ? Reading.ENCODES : Reading.IN_PART;
    }

    private static double[] total(List<double[]> sums, int[] units) {
        return Arrays.stream(units).mapToObj(sums::get).reduce(new double[3], (a, b) -> new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]});
    }

    private static void centre(double[] values, double[] weights, List<Integer> group) {
        double weight = group.stream().mapToDouble(i -> weights[i]).sum();
        double mean = weight == 0 ? 0 : group.stream().mapToDouble(i -> weights[i] * values[i]).sum() / weight;
        group.forEach(i -> values[i] -= mean);
    }
}
