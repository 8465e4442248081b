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

/**
 * Covariance-bound agnostic filter (Allouah et al. 2025): while more than p − 2f workers' weight is left, workers lose weight in proportion to their
 * squared distance from the weighted mean along the direction of largest variance; the mean with the smallest such variance is the update. ByzFL
 * takes one random power step for the direction; here the eigenpair is exact, from the inner products.
 *
 * @param f how many may be faulty, 2f &lt; p
 */
public record CovarianceFilter(int f) implements GramRule {

    private static final int MOST_ROUNDS = 1000;

    public CovarianceFilter {
        RuleOptions.requireFaulty(f);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.majority("caf", f, workers);
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new CovarianceFilter(Math.max(0, f - removed));
    }

    @Override
    public Weighting weigh(Gram gram) {
        double[] c = new double[gram.size()];
        Arrays.fill(c, 1);
        Covariance best = Covariance.of(gram.values(), c);
        int rounds = 0;
        while (Arrays.stream(c).sum() > gram.size() - 2 * f && rounds < MOST_ROUNDS) {
            Covariance now = Covariance.of(gram.values(), c);
            rounds++;
            best = now.top() < best.top() ? now : best;
            double[] squares = Arrays.stream(now.projected()).map(x -> x * x).toArray();
            double largest = Arrays.stream(squares).max().orElse(0);
            if (largest == 0) {
                break;
            }
            Arrays.setAll(c, i -> c[i] * (1 - squares[i] / largest));
        }
        return new Weighting(best.mean(), Findings.none().with("rounds", rounds).with("largest_eigenvalue", best.top()));
    }

    /** {@code caf} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "caf";
        }

        @Override
        public String summary() {
            return "weights fall along the direction of largest variance until p - 2f of weight are left; 2f < p";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F);
        }

        @Override
        public Aggregator create(Options options) {
            return new CovarianceFilter(RuleOptions.f(name(), options));
        }
    }
}
