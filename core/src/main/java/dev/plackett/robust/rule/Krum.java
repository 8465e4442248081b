package dev.plackett.robust.rule;

import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.Gram;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.Limits;
import dev.plackett.robust.RuleOptions;
import dev.plackett.robust.Theory;
import dev.plackett.robust.Weighting;
import dev.plackett.robust.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The gradient with the smallest sum of distances to its nearest neighbours (Blanchard et al. 2017). Libraries differ in which neighbours and which
 * distances; the default is the paper's form.
 *
 * @param f       how many may be faulty
 * @param variant whose form
 */
public record Krum(int f, Variant variant) implements GramRule {

    /** Whose form. */
    public enum Variant {
        /** The paper: p − f − 2 neighbours, squared distances, p ≥ 2f + 3; Multi-Krum takes p − f − 2. */
        BLANCHARD,
        /** Garfield, and with it the released code of Flag Aggregator: p − f − 1 neighbours, distances not squared; Multi-Krum takes p − f − 2. */
        GARFIELD,
        /** ByzFL: p − f − 1 neighbours, squared distances, 2f &lt; p; Multi-Krum takes p − f. */
        BYZFL;

        static final Option<Variant> OPTION = Option.choice("variant", BLANCHARD, "whose form: the paper's, Garfield's or ByzFL's");

        /** The complaint about so many workers, or nothing. */
        Optional<String> problem(String rule, int f, int p) {
            return this == BYZFL ? Limits.majority(rule, f, p) : Limits.atLeast(rule, 2, 3, f, p);
        }

        /** How many Multi-Krum averages. */
        int selected(int f, int p) {
            return this == BYZFL ? p - f : p - f - 2;
        }

        /** Sums of distances to the nearest others. */
        double[] scores(Gram gram, int f) {
            int neighbours = this == BLANCHARD ? gram.size() - f - 2 : gram.size() - f - 1;
            return Krum.scores(gram.squaredDistances(), neighbours, this != GARFIELD);
        }
    }

    public Krum {
        RuleOptions.requireFaulty(f);
    }

    /** Sums of each row's distances to its so many nearest others. */
    static double[] scores(double[][] squaredDistances, int neighbours, boolean squared) {
        double[] scores = new double[squaredDistances.length];
        for (int i = 0; i < scores.length; i++) {
            double[] others = new double[scores.length - 1];
            for (int j = 0; j < others.length; j++) {
                double distance = squaredDistances[i][j < i ? j : j + 1];
                others[j] = squared ? distance : Math.sqrt(distance);
            }
            Arrays.sort(others);
            scores[i] = Arrays.stream(others, 0, Math.min(Math.max(neighbours, 1), others.length)).sum();
        }
        return scores;
    }

    @Override
    public Optional<String> problem(int workers) {
        return variant.problem("krum", f, workers);
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new Krum(Math.max(0, f - removed), variant);
    }

    @Override
    public OptionalDouble varianceBound(int workers) {
        return Theory.krum(workers, f);
    }

    @Override
    public Weighting weigh(Gram gram) {
        double[] scores = variant.scores(gram, f);
        return Weighting.meanOf(gram.size(), Findings.ofScores(scores), Weights.smallest(scores, 1));
    }

    /** {@code krum} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "krum";
        }

        @Override
        public String summary() {
            return "the gradient nearest to its neighbours; p >= 2f + 3 (byzfl: 2f < p)";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F, Variant.OPTION);
        }

        @Override
        public Aggregator create(Options options) {
            return new Krum(RuleOptions.f(name(), options), options.get(Variant.OPTION));
        }
    }
}
