package dev.plackett.recipe.tuning;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * A better and a worse answer whose log-likelihoods are followed through a training.
 *
 * @param heldOut whether they are evaluated on and never trained
 * @param rows    one row with both answers, or one for each where they answer different prompts; the better one comes first
 */
record WatchedPair(boolean heldOut, List<Row> rows) {

    WatchedPair {
        rows = List.copyOf(rows);
    }

    /** The better answer. */
    Branch chosen() {
        return rows.get(0).branches().get(0);
    }

    /** The worse answer. */
    Branch rejected() {
        Row last = rows.get(rows.size() - 1);
        return last.branches().get(last.branches().size() - 1);
    }

    /** A pair as it stands. */
    static WatchedPair of(TuningRow row) {
        return new WatchedPair(row.heldOut(), List.of(row.row()));
    }

    /** Of answers with rewards the first with the largest and the first with the smallest; empty where all have the same. */
    static Optional<WatchedPair> ofRewards(TuningRow row) {
        double[] rewards = row.data();
        int best = 0;
        int worst = 0;
        for (int i = 1; i < rewards.length; i++) {
            best = rewards[i] > rewards[best] ? i : best;
            worst = rewards[i] < rewards[worst] ? i : worst;
        }
        List<Branch> answers = row.row().branches();
        return rewards[best] == rewards[worst] ? Optional.empty()
            : Optional.of(new WatchedPair(row.heldOut(), List.of(new Row(row.row().prefix(), List.of(answers.get(best), answers.get(worst))))));
    }

    /**
     * Of labelled answers each good one with a bad one: to the same prompt where there is one, else the next in the file. Means over the good and over the bad
     * ones do not depend on who stands beside whom; differences within a pair of different prompts mean nothing and are not reported.
     *
     * @param rows of one side of the split, each with its own answer first
     */
    static List<WatchedPair> ofLabels(List<TuningRow> rows) {
        Map<IntBuffer, Queue<TuningRow>> bad = new LinkedHashMap<>();
        rows.stream().filter(r -> r.data()[0] == 0).forEach(r -> bad.computeIfAbsent(IntBuffer.wrap(r.row().prefix()), p -> new ArrayDeque<>()).add(r));
        List<TuningRow> good = rows.stream().filter(r -> r.data()[0] != 0).toList();
        Map<TuningRow, TuningRow> beside = new HashMap<>();
        for (TuningRow row : good) {
            Optional.ofNullable(bad.get(IntBuffer.wrap(row.row().prefix()))).map(Queue::poll).ifPresent(other -> beside.put(row, other));
        }
        Iterator<TuningRow> rest = bad.values().stream().flatMap(Queue::stream).iterator();
        List<WatchedPair> out = new ArrayList<>();
        for (TuningRow row : good) {
            if (beside.containsKey(row) || rest.hasNext()) {
                TuningRow other = beside.containsKey(row) ? beside.get(row) : rest.next();
                out.add(new WatchedPair(row.heldOut(), List.of(own(row), own(other))));
            }
        }
        return out;
    }

    private static Row own(TuningRow row) {
        return new Row(row.row().prefix(), row.row().branches().subList(0, 1));
    }
}
