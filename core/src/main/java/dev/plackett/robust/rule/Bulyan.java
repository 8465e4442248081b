package dev.plackett.robust.rule;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregation;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.Gram;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.Limits;
import dev.plackett.robust.RuleOptions;
import dev.plackett.robust.Theory;
import dev.plackett.robust.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Candidates chosen by {@link Krum}'s scores; then, in each coordinate, the mean of those nearest to the candidates' median (El Mhamdi et al. 2018).
 *
 * @param f       how many may be faulty, p ≥ 4f + 3
 * @param variant whose form; the paper's is the default
 * @param middle  which median where the number of candidates is even
 */
public record Bulyan(int f, Variant variant, Middle middle) implements Aggregator {

    /** Whose form. */
    public enum Variant {
        /** The paper: p − 2f times Krum's choice among those that are left; p − 4f of them are averaged. */
        CANONICAL,
        /**
         * Garfield, and with it the released code of Flag Aggregator: scored once, with distances not squared; p − 2f − 2 candidates, candidate i the
         * mean of ranks i to p − f − 3; p − 4f − 2 of them are averaged.
         */
        GARFIELD;

        static final Option<Variant> OPTION = Option.choice("variant", CANONICAL, "whose form: the paper's or Garfield's");

        /** How many candidates. */
        int candidates(int f, int p) {
            return this == CANONICAL ? p - 2 * f : p - 2 * f - 2;
        }

        /** Weights {@code [candidates, p]}. */
        double[][] choose(Gram gram, int f) {
            return this == CANONICAL ? oneByOne(gram, f) : windows(gram, f);
        }
    }

    public Bulyan {
        RuleOptions.requireFaulty(f);
    }

    private static double[][] oneByOne(Gram gram, int f) {
        double[][] distances = gram.squaredDistances();
        List<Integer> left = new ArrayList<>(IntStream.range(0, gram.size()).boxed().toList());
        double[][] chosen = new double[Variant.CANONICAL.candidates(f, gram.size())][];
        for (int k = 0; k < chosen.length; k++) {
            double[][] among = left.stream().map(i -> left.stream().mapToDouble(j -> distances[i][j]).toArray()).toArray(double[][]::new);
            int best = Weights.smallest(Krum.scores(among, left.size() - f - 2, true), 1)[0];
            chosen[k] = Weights.meanOf(gram.size(), left.remove(best));
        }
        return chosen;
    }

    private static double[][] windows(Gram gram, int f) {
        int p = gram.size();
        int[] ranks = Weights.ascending(Krum.scores(gram.squaredDistances(), p - f - 2, false));
        return IntStream.range(0, Variant.GARFIELD.candidates(f, p)).mapToObj(i -> Weights.meanOf(p, Arrays.copyOfRange(ranks, i, p - f - 2)))
            .toArray(double[][]::new);
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.atLeast("bulyan", 4, 3, f, workers);
    }

    @Override
    public boolean usesGram() {
        return true;
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new Bulyan(Math.max(0, f - removed), variant, middle);
    }

    @Override
    public OptionalDouble varianceBound(int workers) {
        return Theory.krum(workers, f);
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        GramRule.Stopwatch watch = new GramRule.Stopwatch();
        Gram gram = gradients.gram();
        Limits.checkFinite(gram);
        watch.lap("gram");
        double[][] candidates = variant.choose(gram, f);
        watch.lap("weigh");
        Sorting sorting = Sorting.of(candidates.length);
        gradients.mixed(candidates, IntStream.range(0, candidates.length).mapToObj(i -> "candidate " + i).toList()).coordinates(out, () -> {
            NearestValues nearest = new NearestValues(candidates.length - 2 * f);
            return (rows, width, at, result) -> nearest.apply(rows, width, sorting, middle::of, result);
        });
        watch.lap("coordinates");
        return Aggregation.of(gradients, Findings.none(), carry).timed(watch.seconds());
    }

    /** {@code bulyan} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "bulyan";
        }

        @Override
        public String summary() {
            return "candidates chosen as krum does, then in each coordinate the mean of those nearest to their median; p >= 4f + 3";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(RuleOptions.F, Variant.OPTION, Middle.OPTION);
        }

        @Override
        public Aggregator create(Options options) {
            return new Bulyan(RuleOptions.f(name(), options), options.get(Variant.OPTION), options.get(Middle.OPTION));
        }
    }
}
