package dev.plackett.robust.pre;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.Limits;
import dev.plackett.robust.PreAggregator;
import dev.plackett.robust.PreAggregatorProvider;
import dev.plackett.robust.Weights;
import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Means of groups of s gradients in random order, the last group smaller where s does not divide p (Karimireddy et al. 2022). The rule that follows
 * has fewer rows and the same f: each faulty worker spoils one group. Orders depend on the seed and the number of aggregations before.
 *
 * @param s    gradients in a group
 * @param seed of the order
 */
public record Bucketing(int s, long seed) implements PreAggregator {

    private static final String STEP = "bucketing.step";

    public Bucketing {
        Options.require(s >= 1, "s", s, "at least 1");
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.some("bucketing", workers);
    }

    @Override
    public int rows(int workers) {
        return (workers + s - 1) / s;
    }

    @Override
    public boolean usesGram() {
        return false;
    }

    @Override
    public Mixing mix(GradientMatrix gradients, Carry carry) {
        double step = carry.get(STEP, 0)[0];
        return grouped(gradients, Seeds.of(seed).at("bucketing").at((long) step).permutation(gradients.workers()), carry.with(STEP, step + 1));
    }

    /** Groups in a given order. */
    Mixing grouped(GradientMatrix gradients, int[] order, Carry next) {
        int p = gradients.workers();
        double[][] weights = new double[rows(p)][];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            int[] group = Arrays.copyOfRange(order, i * s, Math.min(p, (i + 1) * s));
            weights[i] = Weights.meanOf(p, group);
            names.add(Arrays.stream(group).mapToObj(gradients.names()::get).collect(Collectors.joining("+")));
        }
        return new Mixing(weights, names, false, next);
    }

    /** {@code bucketing} in recipes. */
    public static final class Provider implements PreAggregatorProvider {

        private static final Option<Integer> S = Option.whole("s", 2, "gradients in a group");
        private static final Option<Integer> SEED = Option.whole("seed", 0, "of the order");

        @Override
        public String name() {
            return "bucketing";
        }

        @Override
        public String summary() {
            return "means of random groups of s gradients; what follows sees ceil(p / s) rows and the same f";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(S, SEED);
        }

        @Override
        public PreAggregator create(Options options) {
            return new Bucketing(options.get(S), options.get(SEED));
        }
    }
}
