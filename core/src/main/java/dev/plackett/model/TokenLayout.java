package dev.plackett.model;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a batch's tokens lie in one packed array. First a block of the prefixes that several continuations share, padded to one length; then blocks of
 * sequences of about equal length: continuations of those prefixes, and whole sequences of rows that have one continuation only. A sequence's last token
 * predicts nothing that is scored, so it is no input. Padding tokens have id 0 and are read by nobody.
 *
 * @param ids       input ids {@code [N]}
 * @param positions positions {@code [N]}; continuations count on from their prefix
 * @param prefix    padded prefix length
 * @param lengths   true length of each shared prefix
 * @param blocks    the blocks of sequences
 * @param source    for each scored token the input whose hidden state predicts it
 * @param target    for each scored token its id
 * @param start     where each sequence's scored tokens begin; one more entry than sequences
 */
record TokenLayout(int[] ids, int[] positions, int prefix, int[] lengths, List<Block> blocks, int[] source, int[] target, int[] start) {

    /**
     * Sequences of one padded length.
     *
     * @param offset where the block begins in the packed array
     * @param length padded length of each
     * @param count  how many
     * @param row    the shared prefix of each; empty where they are whole sequences
     */
    public record Block(int offset, int length, int count, int[] row) {}

    /** Blocks are made by length, whole sequences and continuations apart. */
    private record Kind(boolean whole, int length) {

        static final Comparator<Kind> ORDER = Comparator.comparing(Kind::whole).thenComparing(Kind::length);
    }

    /**
     * A sequence on its way into a block.
     *
     * @param row   its shared prefix, −1 for a whole sequence
     * @param first the position of its first token
     * @param ids   its tokens, with the prefix where that is not shared
     */
    private record Place(int row, int first, int[] ids, Branch branch, int sequence) {

        static Place of(Row row, int shared, Branch branch, int sequence) {
            int p = row.prefix().length;
            if (shared >= 0) {
                return new Place(shared, p, branch.ids(), branch, sequence);
            }
            int[] all = Arrays.copyOf(row.prefix(), p + branch.ids().length);
            System.arraycopy(branch.ids(), 0, all, p, branch.ids().length);
            return new Place(shared, 0, all, branch, sequence);
        }
    }

    /** Lengths are rounded up to this, so that few distinct shapes occur. */
    private static final int ALIGNMENT = 8;

    /**
     * Lays a batch out.
     *
     * @throws IllegalArgumentException when a token id is out of range or a sequence is longer than the model's positions
     */
    public static TokenLayout of(TokenBatch batch, CausalModel.Shape shape) {
        List<Row> shared = batch.rows().stream().filter(r -> r.branches().size() > 1).toList();
        int prefix = round(shared.stream().mapToInt(r -> r.prefix().length).max().orElse(0));
        Map<Kind, List<Place>> buckets = new TreeMap<>(Kind.ORDER);
        List<Place> places = new ArrayList<>();
        int row = 0;
        for (Row r : batch.rows()) {
            int own = r.branches().size() > 1 ? row++ : -1;
            for (Branch branch : r.branches()) {
                check(r, branch, shape);
                Place place = Place.of(r, own, branch, places.size());
                places.add(place);
                if (place.ids().length > 1) {
                    buckets.computeIfAbsent(new Kind(own < 0, round(place.ids().length - 1)), c -> new ArrayList<>()).add(place);
                }
            }
        }
        int n = shared.size() * prefix + buckets.entrySet().stream().mapToInt(e -> e.getKey().length() * e.getValue().size()).sum();
        int[] ids = new int[n];
        int[] positions = new int[n];
        int[] lengths = shared.stream().mapToInt(r -> r.prefix().length).toArray();
        for (int r = 0; r < lengths.length; r++) {
            put(shared.get(r).prefix(), lengths[r], 0, ids, positions, r * prefix);
        }
        int[] offsetOf = new int[places.size()];
        List<Block> blocks = new ArrayList<>();
        int at = shared.size() * prefix;
        for (Map.Entry<Kind, List<Place>> bucket : buckets.entrySet()) {
            int[] rows = bucket.getKey().whole() ? new int[0] : bucket.getValue().stream().mapToInt(Place::row).toArray();
            blocks.add(new Block(at, bucket.getKey().length(), bucket.getValue().size(), rows));
            for (Place place : bucket.getValue()) {
                offsetOf[place.sequence()] = at;
                put(place.ids(), place.ids().length - 1, place.first(), ids, positions, at);
                at += bucket.getKey().length();
            }
        }
        return withTargets(places, offsetOf, new TokenLayout(ids, positions, prefix, lengths, blocks, null, null, null));
    }

    /** Number of shared prefixes. */
    public int rows() {
        return lengths.length;
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
            int before = place.ids().length - branch.ids().length;
            for (int j = 0; j < branch.ids().length; j++) {
                if (branch.scored()[j]) {
                    source[i] = before + j == 0 ? place.row() * inputs.prefix + inputs.lengths[place.row()] - 1
                        : offsetOf[place.sequence()] + before + j - 1;
                    target[i++] = branch.ids()[j];
                }
            }
        }
        start[places.size()] = i;
        return new TokenLayout(inputs.ids, inputs.positions, inputs.prefix, inputs.lengths, inputs.blocks, source, target, start);
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
