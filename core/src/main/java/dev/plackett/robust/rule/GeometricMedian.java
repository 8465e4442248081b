package dev.plackett.robust.rule;

import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.Gram;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.Limits;
import dev.plackett.robust.Weighting;
import dev.plackett.robust.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The point with the smallest sum of distances to all gradients, by smoothed Weiszfeld steps from 0 (Pillutla et al. 2022, "RFA"): z ← Σβᵢgᵢ/Σβᵢ with
 * βᵢ = 1/max(ν, ‖z−gᵢ‖).
 *
 * @param nu         ν, above 0: distances below it count as ν
 * @param iterations steps, at least 1
 * @param relative   whether ν is in units of the lower median of the norms; as an absolute number, which is the default elsewhere, it makes the rule
 *                   depend on the gradients' scale
 */
public record GeometricMedian(double nu, int iterations, boolean relative) implements GramRule {

    public GeometricMedian {
        Options.requirePositive("nu", nu);
        Options.require(iterations >= 1, "iterations", iterations, "at least 1");
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.some("geomed", workers);
    }

    @Override
    public Weighting weigh(Gram gram) {
        int p = gram.size();
        double unit = relative ? Weights.lowerMedian(gram.norms()) : 1;
        double least = unit > 0 ? nu * unit : nu;
        double[] z = new double[p];
        double[] distances = gram.norms();
        double[] objective = new double[iterations + 1];
        objective[0] = Arrays.stream(distances).sum();
        for (int step = 1; step <= iterations; step++) {
            double total = 0;
            for (int i = 0; i < p; i++) {
                z[i] = 1 / Math.max(least, distances[i]);
                total += z[i];
            }
            for (int i = 0; i < p; i++) {
                z[i] /= total;
            }
            Arrays.setAll(distances, i -> gram.distance(z, i));
            objective[step] = Arrays.stream(distances).sum();
        }
        return new Weighting(z, new Findings(new double[0], distances, objective, Map.of(), List.of()));
    }

    /** {@code geomed} in recipes. */
    public static final class Provider implements AggregatorProvider {

        private static final Option<Double> NU = Option.number("nu", 0.1, "distances below it count as it");
        private static final Option<Integer> ITERATIONS = Option.whole("iterations", 3, "Weiszfeld steps");
        private static final Option<Boolean> RELATIVE = Option.flag("relative", false, "nu in units of the median norm");

        @Override
        public String name() {
            return "geomed";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("rfa", "geometric_median");
        }

        @Override
        public String summary() {
            return "the point with the smallest sum of distances to all gradients, by smoothed Weiszfeld steps";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(NU, ITERATIONS, RELATIVE);
        }

        @Override
        public Aggregator create(Options options) {
            return new GeometricMedian(options.get(NU), options.get(ITERATIONS), options.get(RELATIVE));
        }
    }
}
