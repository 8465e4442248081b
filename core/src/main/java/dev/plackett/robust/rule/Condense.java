package dev.plackett.robust.rule;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregation;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.Limits;
import dev.plackett.robust.RuleOptions;
import dev.plackett.tensor.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/**
 * Each coordinate is the lower median with probability q, else worker 0's own value, where worker 0 is the first row. Draws depend on the seed, the
 * number of aggregations before, and the coordinate alone.
 *
 * @param f    how many may be faulty, p ≥ 2f + 2
 * @param q    in [0, 1]
 * @param seed of the draws
 */
public record Condense(int f, double q, long seed) implements Aggregator {

    private static final String STEP = "condense.step";

    public Condense {
        RuleOptions.requireFaulty(f);
        Options.require(q >= 0 && q <= 1, "q", q, "from 0 to 1");
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new Condense(Math.max(0, f - removed), q, seed);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.atLeast("condense", 2, 2, f, workers);
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        GramRule.Stopwatch watch = new GramRule.Stopwatch();
        double step = carry.get(STEP, 0)[0];
        Seeds seeds = Seeds.of(seed).at("condense").at((long) step);
        Sorting sorting = Sorting.of(gradients.workers());
        gradients.coordinates(out, () -> (rows, width, at, result) -> {
            SplittableRandom random = seeds.at(at).random();
            double[] own = rows[0].clone();
            sorting.apply(rows, width);
            for (int c = 0; c < width; c++) {
                result[c] = random.nextDouble() < q ? Middle.LOWER.of(rows, c) : own[c];
            }
        });
        watch.lap("coordinates");
        return Aggregation.of(gradients, Findings.none(), carry.with(STEP, step + 1)).timed(watch.seconds());
    }

    /** {@code condense} in recipes. */
    public static final class Provider implements AggregatorProvider {

        private static final Option<Double> Q = Option.number("q", 0.9, "how often a coordinate is the median");
        private static final Option<Integer> SEED = Option.whole("seed", 0, "of the draws");

        @Override
        public String name() {
            return "condense";
        }

        @Override
        public String summary() {
            return "each coordinate the median with probability q, else worker 0's value; p >= 2f + 2";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F, Q, SEED);
        }

        @Override
        public Aggregator create(Options options) {
            return new Condense(RuleOptions.f("condense", options), options.get(Q), options.get(SEED));
        }
    }
}
