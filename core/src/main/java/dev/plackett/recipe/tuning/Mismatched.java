package dev.plackett.recipe.tuning;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gives each labelled row a second answer, which belongs to another prompt: by its log-ratio KTO estimates how far the policy has gone. It is the answer of the
 * next row in the file with another prompt; rows that train have answers of rows that train, held-out ones of held-out ones.
 */
final class Mismatched {

    private Mismatched() {}

    /**
     * The rows with two answers each.
     *
     * @param most tokens that prompt and answer may have; a borrowed answer is cut to it
     * @throws IllegalArgumentException when all rows of a side have one prompt
     */
    static List<TuningRow> answers(List<TuningRow> rows, int most) {
        List<TuningRow> out = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            TuningRow row = rows.get(i);
            int[] prefix = row.row().prefix();
            int[] other = next(rows, i).row().branches().get(0).ids();
            Branch borrowed = Branch.of(Arrays.copyOf(other, Math.min(other.length, most - prefix.length)));
            out.add(new TuningRow(row.line(), row.heldOut(), new Row(prefix, List.of(row.row().branches().get(0), borrowed)), row.data()));
        }
        return out;
    }

    private static TuningRow next(List<TuningRow> rows, int of) {
        TuningRow row = rows.get(of);
        for (int step = 1; step < rows.size(); step++) {
            TuningRow other = rows.get((of + step) % rows.size());
            if (other.heldOut() == row.heldOut() && !Arrays.equals(other.row().prefix(), row.row().prefix())) {
                return other;
            }
        }
        throw new IllegalArgumentException("line " + row.line() + ": all " + (row.heldOut() ? "held-out rows" : "rows that train")
            + " have the same prompt; the divergence is estimated with answers to other prompts: two prompts are needed at least");
    }
}
