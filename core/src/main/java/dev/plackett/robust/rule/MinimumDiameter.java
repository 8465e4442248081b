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
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The mean of the p − f gradients whose largest distance from each other is smallest (El Mhamdi et al. 2018). Every choice of them is looked at, so p
 * and f have to be small: 455 choices for p = 15, f = 3.
 *
 * @param f how many may be faulty, 2f &lt; p
 */
public record MinimumDiameter(int f) implements GramRule {

    private static final double MOST = 3e7;

    public MinimumDiameter {
        RuleOptions.requireFaulty(f);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.majority("mda", f, workers).or(() -> Subsets.problem("mda", workers, f, MOST));
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new MinimumDiameter(Math.max(0, f - removed));
    }

    @Override
    public OptionalDouble varianceBound(int workers) {
        return Theory.minimumDiameter(workers, f);
    }

    @Override
    public Weighting weigh(Gram gram) {
        int p = gram.size();
        double[][] distances = gram.squaredDistances();
        int[] out = IntStream.range(0, f).toArray();
        int[] best = Subsets.rest(out, p);
        double smallest = diameter(distances, best, Double.POSITIVE_INFINITY);
        while (Subsets.next(out, p)) {
            int[] rest = Subsets.rest(out, p);
            double diameter = diameter(distances, rest, smallest);
            // Of equal ones the lower workers': later choices leave out higher ones.
            if (diameter <= smallest) {
                smallest = diameter;
                best = rest;
            }
        }
        return Weighting.meanOf(p, Findings.none().with("diameter", Math.sqrt(smallest)), best);
    }

    /** The largest squared distance, or anything above a bound that it exceeds. */
    private static double diameter(double[][] distances, int[] rows, double bound) {
        double largest = 0;
        for (int i = 0; i < rows.length && largest <= bound; i++) {
            for (int j = 0; j < i; j++) {
                largest = Math.max(largest, distances[rows[i]][rows[j]]);
            }
        }
        return largest;
    }

    /** {@code mda} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "mda";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("brute", "minimum_diameter");
        }

        @Override
        public String summary() {
            return "the mean of the p - f gradients that lie closest together, every choice looked at; 2f < p, both small";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F);
        }

        @Override
        public Aggregator create(Options options) {
            return new MinimumDiameter(RuleOptions.f(name(), options));
        }
    }
}
