package dev.plackett.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Sequences read with some tokens masked: masked language modelling, where each has one copy, and masked diffusion, where it has one per Monte-Carlo sample.
 *
 * @param rows the copies of each sequence, at least one each
 */
public record MaskedBatch(List<List<MaskedSample>> rows) implements Batch<MaskedBatch> {

    public MaskedBatch {
        rows = rows.stream().map(List::copyOf).toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one sequence");
        }
        if (rows.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("a sequence needs at least one masked copy");
        }
    }

    /** A batch of one sequence. */
    public static MaskedBatch of(MaskedSample... copies) {
        return new MaskedBatch(List.of(List.of(copies)));
    }

    /** All copies of all sequences, in order. */
    public List<MaskedSample> samples() {
        return rows.stream().flatMap(List::stream).toList();
    }

    @Override
    public int sequences() {
        return rows.size();
    }

    @Override
    public long scoredTokens() {
        return rows.stream().flatMap(List::stream).mapToLong(s -> s.positions().length).sum();
    }

    @Override
    public long cost() {
        return rows.stream().flatMap(List::stream).mapToLong(s -> s.ids().length).sum();
    }

    @Override
    public MaskedBatch join(List<MaskedBatch> next) {
        List<List<MaskedSample>> all = new ArrayList<>(rows);
        next.forEach(b -> all.addAll(b.rows));
        return new MaskedBatch(all);
    }

    @Override
    public List<MaskedBatch> pieces() {
        return rows.stream().map(copies -> new MaskedBatch(List.of(copies))).toList();
    }
}
