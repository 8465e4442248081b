package dev.plackett.train;

import dev.plackett.data.Batch;
import dev.plackett.data.Example;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** Cuts work into pieces of at most so many tokens. Similar costs come together, so that little is padded; the order is deterministic. */
final class MicroBatches {

    private MicroBatches() {}

    /** Units grouped by cost; a unit above the budget stands alone. */
    static <B extends Batch<B>> List<List<Example<B>>> pack(List<Example<B>> examples, long budget) {
        List<Example<B>> sorted = examples.stream().sorted(Comparator.comparingLong(e -> e.batch().cost())).toList();
        return greedy(sorted, e -> e.batch().cost(), budget);
    }

    /** Batches in their own order; one above the budget is cut into its smallest pieces. */
    static <B extends Batch<B>> List<List<B>> packPieces(List<B> batches, long budget) {
        List<B> pieces = batches.stream().flatMap(b -> b.cost() > budget ? b.pieces().stream() : java.util.stream.Stream.of(b)).toList();
        return greedy(pieces, Batch::cost, budget);
    }

    private static <T> List<List<T>> greedy(List<T> items, ToLongFunction<T> cost, long budget) {
        List<List<T>> out = new ArrayList<>();
        long used = Long.MAX_VALUE;
        for (T item : items) {
            long c = cost.applyAsLong(item);
            if (out.isEmpty() || used + c > budget) {
                out.add(new ArrayList<>());
                used = 0;
            }
            out.get(out.size() - 1).add(item);
            used += c;
        }
        return out;
    }
}
