package dev.plackett.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Token sequences: rows of a prefix and its continuations. Sequences are numbered row by row, branch by branch.
 *
 * @param rows the rows, at least one
 */
public record TokenBatch(List<Row> rows) implements Batch<TokenBatch> {

    public TokenBatch {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one row");
        }
    }

    /** A batch of these rows. */
    public static TokenBatch of(Row... rows) {
        return new TokenBatch(List.of(rows));
    }

    @Override
    public int sequences() {
        return rows.stream().mapToInt(r -> r.branches().size()).sum();
    }

    @Override
    public long scoredTokens() {
        return rows.stream().flatMap(r -> r.branches().stream()).mapToLong(Branch::scoredLength).sum();
    }

    @Override
    public long cost() {
        return rows.stream().mapToLong(Row::tokens).sum();
    }

    @Override
    public TokenBatch join(List<TokenBatch> next) {
        List<Row> all = new ArrayList<>(rows);
        next.forEach(b -> all.addAll(b.rows));
        return new TokenBatch(all);
    }

    @Override
    public List<TokenBatch> pieces() {
        return rows.stream().flatMap(r -> r.branches().stream().map(b -> TokenBatch.of(new Row(r.prefix(), List.of(b))))).toList();
    }
}
