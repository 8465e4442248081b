package dev.plackett.data;

import java.util.List;

/**
 * One prefix and its continuations. The prefix is computed once; each continuation attends to it and to itself, and its positions start after it.
 *
 * @param prefix   token ids of what all continuations share, at least one (its last token predicts their first ones)
 * @param branches the continuations, at least one
 */
public record Row(int[] prefix, List<Branch> branches) {

    public Row {
        branches = List.copyOf(branches);
        if (prefix.length == 0) {
            throw new IllegalArgumentException("a row needs at least one token before what is scored: prepend BOS or give a prompt");
        }
        if (branches.isEmpty()) {
            throw new IllegalArgumentException("a row needs at least one continuation");
        }
    }

    /** One prompt, continuations all scored. */
    public static Row of(int[] prefix, int[]... continuations) {
        return new Row(prefix, java.util.Arrays.stream(continuations).map(Branch::of).toList());
    }

    /** Tokens computed for this row: prefix once, plus every continuation. */
    public int tokens() {
        return prefix.length + branches.stream().mapToInt(b -> b.ids().length).sum();
    }
}
