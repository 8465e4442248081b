package dev.plackett.robust.flag;

import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.AggregatorProvider;
import java.util.List;
import java.util.Set;

/** {@code flag} in recipes. */
public final class FlagProvider implements AggregatorProvider {

    private static final Option<Integer> M = Option.whole("m", 0, "dimension of the subspace; 0 for ceil((p + 1)/2)");
    private static final Option<Integer> ITERATIONS = Option.whole("iterations", 1, "reweighted steps: 1 in the released code, 5 in the paper");
    private static final Option<Boolean> CONVERGE = Option.flag("converge", false, "up to 1,000 steps instead");
    private static final Option<Combine> COMBINE = Option.choice("combine", Combine.RELEASED, "how projections become an update");
    private static final Option<PairWeights> WEIGHTS = Option.choice("weights", PairWeights.RELEASED, "what pairs of workers add, with lambda above 0");
    private static final Option<Double> LAMBDA = Option.number("lambda", 0, "weight of the pairs; large values remove what workers have in common");
    private static final Option<Double> EXPONENT = new Option<>("exponent", 2.0, "1: principal components, 2: the paper, infinity: the exact log-likelihood",
        "a number of at least 1, or infinity", given -> "infinity".equals(given) ? Double.POSITIVE_INFINITY : ((Number) given).doubleValue());

    static final List<Option<?>> OPTIONS = List.of(M, ITERATIONS, CONVERGE, COMBINE, WEIGHTS, LAMBDA, EXPONENT);

    static Flag of(Options options) {
        return new Flag(options.get(M), options.get(ITERATIONS), options.get(CONVERGE), options.get(COMBINE), options.get(WEIGHTS), options.get(LAMBDA),
            options.get(EXPONENT));
    }

    @Override
    public String name() {
        return "flag";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("fa");
    }

    @Override
    public String summary() {
        return "Flag Aggregator: the gradients' projections onto the subspace that explains most of them; m from 1 to p";
    }

    @Override
    public List<Option<?>> options() {
        return OPTIONS;
    }

    @Override
    public Flag create(Options options) {
        return of(options);
    }
}
