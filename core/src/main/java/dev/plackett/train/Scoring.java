package dev.plackett.train;

import dev.plackett.data.Batch;
import dev.plackett.data.Columns;
import dev.plackett.event.StopSignal;
import dev.plackett.model.Scorer;
import dev.plackett.model.Scores;
import dev.plackett.model.Want;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Scores any number of sequences, a budget of tokens at a time, without a graph. */
public final class Scoring {

    private Scoring() {}

    /**
     * Scores batches in order.
     *
     * @param budget tokens computed at a time
     * @return the scores of all sequences, as if they were one batch
     */
    public static <B extends Batch<B>> Scores all(Scorer<B> scorer, List<B> batches, Want want, long budget) {
        return all(scorer, batches, want, budget, StopSignal.none());
    }

    /**
     * The same, which may be asked to stop.
     *
     * @param stop asked before each part that fits the budget
     * @throws dev.plackett.event.StoppedException when asked to stop
     */
    public static <B extends Batch<B>> Scores all(Scorer<B> scorer, List<B> batches, Want want, long budget, StopSignal stop) {
        if (budget < 1) {
            throw new IllegalArgumentException("a budget of " + budget + " tokens, expected at least 1");
        }
        List<double[]> values = new ArrayList<>();
        List<Integer> start = new ArrayList<>(List.of(0));
        List<Columns> columns = new ArrayList<>();
        int offset = 0;
        for (List<B> pieces : MicroBatches.packPieces(batches, budget)) {
            stop.check();
            Scores part = scorer.score(pieces.size() == 1 ? pieces.get(0) : pieces.get(0).join(pieces.subList(1, pieces.size())), want);
            values.add(part.values());
            columns.add(part.columns());
            for (int s = 1; s < part.sequenceStart().length; s++) {
                start.add(offset + part.sequenceStart()[s]);
            }
            offset += part.values().length;
        }
        return new Scores(values.stream().flatMapToDouble(Arrays::stream).toArray(), start.stream().mapToInt(Integer::intValue).toArray(),
            Columns.join(columns));
    }
}
