package dev.plackett.train;

import dev.plackett.data.Batch;
import dev.plackett.data.Column;
import dev.plackett.data.Example;
import dev.plackett.event.StopSignal;
import dev.plackett.model.Scorer;
import dev.plackett.model.Scores;
import dev.plackett.model.Want;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Log-likelihoods of the reference policy, computed once. Exact, since nothing that is scored is random: no dropout, fixed weights. */
public final class References {

    private References() {}

    /**
     * The examples with {@link Column#REFERENCE}, in the grain of {@code want}.
     *
     * @param reference the reference policy
     * @param budget    tokens computed at a time
     */
    public static <B extends Batch<B>> List<Example<B>> attach(List<Example<B>> examples, Scorer<B> reference, Want want, long budget) {
        return attach(examples, reference, want, budget, StopSignal.none());
    }

    /**
     * The same, which may be asked to stop.
     *
     * @param stop asked before each part that fits the budget
     * @throws dev.plackett.event.StoppedException when asked to stop
     */
    public static <B extends Batch<B>> List<Example<B>> attach(List<Example<B>> examples, Scorer<B> reference, Want want, long budget, StopSignal stop) {
        Scores scores = Scoring.all(reference, examples.stream().map(Example::batch).toList(), want, budget, stop);
        List<Example<B>> out = new ArrayList<>();
        int sequence = 0;
        for (Example<B> example : examples) {
            int from = scores.sequenceStart()[sequence];
            sequence += example.sequences();
            double[] mine = Arrays.copyOfRange(scores.values(), from, scores.sequenceStart()[sequence]);
            out.add(new Example<>(example.batch(), example.columns().with(Column.REFERENCE, mine)));
        }
        return out;
    }
}
