package dev.plackett.evaluate;

import dev.plackett.objective.Logistic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * AlpacaEval 2's length-controlled win rate (Dubois et al. 2024): a logistic model of the judge's preference with terms for length, difficulty and model,
 * φ·tanh(δ) + ψ·γ + θ, whose length term is then set to 0.
 *
 * <p>{@link #full} is the tool's {@code length_controlled_v1}; {@link #minimal} leaves difficulty and regularisation rows out and is the one for prompts or
 * judges of one's own, for which neither exists. Departures from the tool: the convex problem is solved to 1e-10 instead of 1e-4; folds are row index
 * mod 5; equal lengths everywhere count as no length difference instead of dividing by 0.
 *
 * @param winRate       percent, length term set to 0
 * @param standardError of it, percent
 * @param raw           uncontrolled win rate with its standard error, percent, over rows with a preference
 * @param lengthScale   standard deviation of the length differences, characters
 * @param phi           φ, the length coefficient; negative when longer answers win
 * @param psi           ψ, the difficulty coefficient; 0 in the minimal form
 * @param theta         θ, the model coefficient
 * @param c             C of the penalty
 */
public record LengthControlled(double winRate, double standardError, Estimate raw, double lengthScale, double phi, double psi, double theta, double c) {

    private static final int FOLDS = 5;
    private static final double REGULARISATION = 0.2;

    /**
     * One prompt's comparison.
     *
     * @param baselineLength characters of the baseline's answer
     * @param modelLength    characters of the model's answer
     * @param preference     probability that the model's answer is the better one; NaN where the judge gave none
     * @param difficulty     γ of the prompt; 0 where unknown
     */
    public record Comparison(double baselineLength, double modelLength, double preference, double difficulty) {

        /** Of a prompt of unknown difficulty. */
        public static Comparison of(double baselineLength, double modelLength, double preference) {
            return new Comparison(baselineLength, modelLength, preference, 0);
        }
    }

    /**
     * A comparison of the baseline with itself, prompted to be verbose or concise.
     *
     * @param lengthDifference δ, already in standard deviations
     * @param difficulty       γ of its prompt
     * @param preference       probability that the prompted answer is the better one
     */
    public record Gamed(double lengthDifference, double difficulty, double preference) {}

    /** The private-data form, with C chosen by cross-validation. */
    public static LengthControlled minimal(List<Comparison> comparisons) {
        return of(comparisons, List.of(), false, Optional.empty());
    }

    /** The private-data form with a fixed C. */
    public static LengthControlled minimal(List<Comparison> comparisons, double c) {
        return of(comparisons, List.of(), false, Optional.of(c));
    }

    /** {@code length_controlled_v1}, with C chosen by cross-validation. */
    public static LengthControlled full(List<Comparison> comparisons, List<Gamed> gamed) {
        return of(comparisons, gamed, true, Optional.empty());
    }

    /** {@code length_controlled_v1} with a fixed C. */
    public static LengthControlled full(List<Comparison> comparisons, List<Gamed> gamed, double c) {
        return of(comparisons, gamed, true, Optional.of(c));
    }

    /** The win rate in percent against another model that was compared with the same baseline on prompts of these difficulties. */
    public double against(LengthControlled other, double... difficulty) {
        return 100 * Arrays.stream(difficulty).map(g -> Logistic.sigmoid(theta - other.theta + (psi - other.psi) * g)).average().orElseThrow();
    }

    /** A warning when the correction is so large that the model may be wrong. */
    public Optional<String> warning() {
        double w = raw.mean();
        double low = Math.min(w - w / 4, w - 10);
        double high = Math.max(w + (100 - w) / 4, w + 10);
        return winRate >= low && winRate <= high ? Optional.empty() : Optional.of(String.format(java.util.Locale.ROOT,
            "the length-controlled win rate %.1f is far from the raw one %.1f (expected %.1f to %.1f)", winRate, w, low, high));
    }

    private static LengthControlled of(List<Comparison> all, List<Gamed> gamed, boolean difficulty, Optional<Double> fixed) {
        double[] preferences = all.stream().mapToDouble(Comparison::preference).filter(p -> !Double.isNaN(p)).toArray();
        if (preferences.length < 2) {
            throw new IllegalArgumentException("a length-controlled win rate needs at least two rows with a preference; found " + preferences.length
                + " of " + all.size());
        }
        Arrays.stream(preferences).filter(p -> p < 0 || p > 1).findFirst().ifPresent(p -> {
            throw new IllegalArgumentException("a preference is " + p + ", expected a probability from 0 to 1 (subtract 1 from AlpacaEval's 1 to 2)");
        });
        double scale = deviation(all.stream().mapToDouble(r -> r.baselineLength() - r.modelLength()).toArray());
        SoftLogistic problem = problem(all, gamed, difficulty, scale);
        double c = fixed.orElseGet(() -> crossValidated(problem));
        double[] w = problem.fit(c);
        double psi = difficulty ? w[1] : 0;
        double theta = w[w.length - 1];
        double[] predicted = all.stream().mapToDouble(r -> 100 * Logistic.sigmoid(psi * r.difficulty() + theta)).toArray();
        Estimate controlled = Estimate.of(predicted);
        return new LengthControlled(controlled.mean(), controlled.standardError(),
            Estimate.of(Arrays.stream(preferences).map(p -> 100 * p).toArray()), scale, w[0], psi, theta, c);
    }

    private static SoftLogistic problem(List<Comparison> all, List<Gamed> gamed, boolean difficulty, double scale) {
        List<double[]> features = new ArrayList<>();
        List<double[]> labelAndWeight = new ArrayList<>();
        for (Comparison r : all) {
            if (!Double.isNaN(r.preference())) {
                features.add(features(scale == 0 ? 0 : (r.baselineLength() - r.modelLength()) / scale, r.difficulty(), 1, difficulty));
                labelAndWeight.add(new double[] {r.preference(), 1});
            }
        }
        for (Gamed g : gamed) {
            features.add(features(g.lengthDifference(), g.difficulty(), 0, difficulty));
            labelAndWeight.add(new double[] {g.preference(), REGULARISATION / 2});
        }
        return new SoftLogistic(features.toArray(double[][]::new), labelAndWeight.stream().mapToDouble(x -> x[0]).toArray(),
            labelAndWeight.stream().mapToDouble(x -> x[1]).toArray());
    }

    private static double[] features(double delta, double gamma, double isModel, boolean difficulty) {
        return difficulty ? new double[] {Math.tanh(delta), gamma, isModel} : new double[] {Math.tanh(delta), isModel};
    }

    /** The C among ten from 1e-4 to 1e4 with the smallest held-out cross-entropy; the smaller one of equals. */
    private static double crossValidated(SoftLogistic problem) {
        double best = Double.NaN;
        double least = Double.POSITIVE_INFINITY;
        int folds = Math.min(FOLDS, problem.label().length);
        for (int k = 0; k < 10; k++) {
            double c = Math.pow(10, -4 + 8 * k / 9.0);
            double loss = IntStream.range(0, folds).mapToDouble(f -> problem.rows(i -> i % folds == f).loss(problem.rows(i -> i % folds != f).fit(c)))
                .average().orElseThrow();
            best = loss < least ? c : best;
            least = Math.min(loss, least);
        }
        return best;
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / Math.max(1, values.length - 1));
    }
}
