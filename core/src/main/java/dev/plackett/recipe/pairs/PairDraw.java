package dev.plackett.recipe.pairs;

import dev.plackett.evaluate.did.CandidateWeights;
import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Makes pairs of one prompt's candidates (specification of the differential information distribution, 5.3). Chosen answers are the first ones of a random
 * order; rejected ones are resampled among the others, so that the two are independent. What comes out is neither swapped nor sorted out.
 *
 * @param mode  how; one that is {@linkplain Mode#scored scored}
 * @param pairs how many
 */
record PairDraw(Mode mode, int pairs) {

    /**
     * A pair by the numbers of its candidates.
     *
     * @param margin β[log q(chosen) − log q(rejected)]: below 0 where the rejected answer scores higher
     */
    record Pick(int chosen, int rejected, double margin) {}

    /**
     * What became of a prompt.
     *
     * @param picks   its pairs; none where it is refused
     * @param ess     effective number of the candidates for rejected answers, where these are resampled
     * @param refused why there are no pairs
     */
    record Outcome(List<Pick> picks, Optional<Double> ess, Optional<String> refused) {}

    /**
     * Draws.
     *
     * @param weights of all candidates of the prompt
     * @param seeds   the prompt's own stream
     */
    Outcome draw(CandidateWeights weights, Seeds seeds) {
        int k = weights.logs().length;
        if (k < mode.fewest(pairs)) {
            return new Outcome(List.of(), Optional.empty(), Optional.of("column 'candidates': expected at least " + mode.fewest(pairs) + " for " + pairs
                + (pairs == 1 ? " pair" : " pairs") + " by mode '" + mode.label() + "', found " + k));
        }
        int[] order = seeds.at("order").permutation(k);
        RandomGenerator random = seeds.at("rejected").random();
        return mode.resampled() ? resampled(weights, order, random) : labelled(weights, order, random);
    }

    private Outcome resampled(CandidateWeights weights, int[] order, RandomGenerator random) {
        int[] others = Arrays.copyOfRange(order, pairs, order.length);
        CandidateWeights pool = new CandidateWeights(Arrays.stream(others).mapToDouble(i -> weights.logs()[i]).toArray());
        Optional<String> problem = pool.problem();
        List<Pick> picks = problem.isPresent() ? List.of()
            : IntStream.range(0, pairs).mapToObj(i -> pick(weights, order[i], others[pool.draw(random)])).toList();
        return new Outcome(picks, Optional.of(pool.ess()), problem);
    }

    private Outcome labelled(CandidateWeights weights, int[] order, RandomGenerator random) {
        List<Pick> picks = new ArrayList<>();
        for (int i = 0; i < 2 * pairs; i += 2) {
            boolean first = random.nextDouble() < weights.label(order[i], order[i + 1]);
            picks.add(pick(weights, order[first ? i : i + 1], order[first ? i + 1 : i]));
        }
        return new Outcome(picks, Optional.empty(), Optional.empty());
    }

    private static Pick pick(CandidateWeights weights, int chosen, int rejected) {
        return new Pick(chosen, rejected, weights.logs()[rejected] - weights.logs()[chosen]);
    }
}
