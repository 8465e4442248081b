package dev.plackett.model;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a batch's tokens lie in one packed array. First a block of all prefixes, padded to one length; then blocks of continuations of about equal length.
 * A continuation's last token predicts nothing that is scored, so it is no input. Padding tokens have id 0 and are read by nobody.
 *
 * @param ids       input ids {@code [N]}
 * @param positions positions {@code [N]}; continuations count on from their prefix
 * @param rows      number of prefixes
 * @param prefix    padded prefix length
 * @param lengths   true prefix length of each row
 * @param blocks    the continuation blocks
 * @param source    for each scored token the input whose hidden state predicts it
 * @param target    for each scored token its id
 * @param start     where each sequence's scored tokens begin; one more entry than sequences
 */
record TokenLayout(int[] ids, int[] positions, int rows, int prefix, int[] lengths, List<Block> blocks,
                          int[] source, int[] target, int[] start) {

    /**
     * Continuations of one padded length.
     *
     * @param offset where the block begins in the packed array
     * @param length padded length of each
     * @param row    the row of each
     */
    public record Block(int offset, int length, int[] row) {}

    private record Place(int row, Branch branch, int sequence) {}

    /** Lengths are rounded up to this, so that few distinct shapes occur. */
    private static final int ALIGNMENT = 8;

    /**
     * Lays a batch out.
     *
     * @throws IllegalArgumentException when a token id is out of range or a sequence is longer than the model's positions
     */
    public static TokenLayout of(TokenBatch batch, CausalModel.Shape shape) {
        List<Row> rows = batch.rows();
        int prefix = round(rows.stream().mapToInt(r -> r.prefix().length).max().orElse(1));
        Map<Integer, List<Place>> buckets = new TreeMap<>();
        List<Place> places = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            for (Branch branch : rows.get(r).branches()) {
                check(rows.get(r), branch, shape);
                Place place = new Place(r, branch, places.size());
                places.add(place);
                if (branch.ids().length > 1) {
                    buckets.computeIfAbsent(round(branch.ids().length - 1), c -> new ArrayList<>()).add(place);
                }
            }
        }
        int n = rows.size() * prefix + buckets.entrySet().stream().mapToInt(e -> e.getKey() * e.getValue().size()).sum();
        int[] ids = new int[n];
        int[] positions = new int[n];
        int[] lengths = rows.stream().mapToInt(r -> r.prefix().length).toArray();
        for (int r = 0; r < lengths.length; r++) {
            put(rows.get(r).prefix(), lengths[r], 0, ids, positions, r * prefix);
        }
        int[] offsetOf = new int[places.size()];
        List<Block> blocks = new ArrayList<>();
        int at = rows.size() * prefix;
        for (Map.Entry<Integer, List<Place>> bucket : buckets.entrySet()) {
            blocks.add(new Block(at, bucket.getKey(), bucket.getValue().stream().mapToInt(Place::row).toArray()));
            for (Place place : bucket.getValue()) {
                offsetOf[place.sequence()] = at;
                put(place.branch().ids(), place.branch().ids().length - 1, lengths[place.row()], ids, positions, at);
                at += bucket.getKey();
            }
        }
        return withTargets(places, offsetOf, new TokenLayout(ids, positions, rows.size(), prefix, lengths, blocks, null, null, null));
    }

    /** Number of sequences. */
    public int sequences() {
        return start.length - 1;
    }

    private static TokenLayout withTargets(List<Place> places, int[] offsetOf, TokenLayout inputs) {
        int total = places.stream().mapToInt(p -> p.branch().scoredLength()).sum();
        int[] source = new int[total];
        int[] target = new int[total];
        int[] start = new int[places.size() + 1];
        int i = 0;
        for (Place place : places) {
            start[place.sequence()] = i;
            Branch branch = place.branch();
            for (int j = 0; j < branch.ids().length; j++) {
                if (branch.scored()[j]) {
                    source[i] = j == 0 ? place.row() * inputs.prefix + inputs.lengths[place.row()] - 1 : offsetOf[place.sequence()] + j - 1;
                    target[i++] = branch.ids()[j];
                }
            }
        }
        start[places.size()] = i;
        return new TokenLayout(inputs.ids, inputs.positions, inputs.rows, inputs.prefix, inputs.lengths, inputs.blocks, source, target, start);
    }

    private static void put(int[] tokens, int count, int firstPosition, int[] ids, int[] positions, int at) {
        for (int j = 0; j < count; j++) {
            ids[at + j] = tokens[j];
            positions[at + j] = firstPosition + j;
        }
    }

    private static void check(Row row, Branch branch, CausalModel.Shape shape) {
        int length = row.prefix().length + branch.ids().length;
        if (length > shape.maxPositions()) {
            throw new IllegalArgumentException("a sequence has " + length + " tokens, the model's context holds " + shape.maxPositions()
                + ": shorten the prompt or the completion");
        }
        TokenIds.check(row.prefix(), shape.vocabulary());
        TokenIds.check(branch.ids(), shape.vocabulary());
    }

    private static int round(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
