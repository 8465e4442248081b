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
import dev.plackett.robust.Weighting;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The mean of the p − f gradients whose covariance has the smallest largest eigenvalue: smallest maximum eigenvalue averaging (El Mhamdi et al.
 * 2021). ByzFL takes one random power step for the eigenvalue; here it is exact, from the inner products. Every choice is looked at, so p and f have
 * to be small.
 *
 * @param f how many may be faulty, 2f &lt; p
 */
public record SmallestCovariance(int f) implements GramRule {

    private static final double MOST = 2e4;

    public SmallestCovariance {
        RuleOptions.requireFaulty(f);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.majority("smea", f, workers).or(() -> Subsets.problem("smea", workers, f, MOST));
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new SmallestCovariance(Math.max(0, f - removed));
    }

    @Override
    public Weighting weigh(Gram gram) {
        int p = gram.size();
        int[] out = IntStream.range(0, f).toArray();
        int[] best = new int[0];
        double smallest = Double.POSITIVE_INFINITY;
        do {
            int[] rest = Subsets.rest(out, p);
            double[] ones = new double[rest.length];
            Arrays.fill(ones, 1);
            double top = Covariance.of(gram.select(rest).values(), ones).top();
            // Of equal ones the lower workers': later choices leave out higher ones.
            if (top <= smallest) {
                smallest = top;
                best = rest;
            }
        } while (Subsets.next(out, p));
        return Weighting.meanOf(p, Findings.none().with("largest_eigenvalue", smallest), best);
    }

    /** {@code smea} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "smea";
        }

        @Override
        public String summary() {
            return "the mean of the p - f gradients with the smallest largest eigenvalue of their covariance, every choice looked at; 2f < p, both small";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F);
        }

        @Override
        public Aggregator create(Options options) {
            return new SmallestCovariance(RuleOptions.f(name(), options));
        }
    }
}
