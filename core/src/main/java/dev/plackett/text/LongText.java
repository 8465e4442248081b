package dev.plackett.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What becomes of a text that has more tokens than a model is to read at once (ours; {@link #TRUNCATE} is TRL's rule, {@link #SPLIT} loses nothing, as its
 * packing does, but never puts two texts into one row).
 */
public enum LongText {

    /**
     * Pieces that fit. Each begins with the last token of the one before, which predicts its first; so every token but the text's first is learnt exactly
     * once. BOS stands before the first piece only, EOS after the last.
     */
    SPLIT {
        @Override
        List<int[]> fitting(int[] ids, int most) {
            List<int[]> out = new ArrayList<>();
            for (int from = 0; from < ids.length - 1; from += most - 1) {
                out.add(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + most)));
            }
            return out;
        }
    },
    /** The beginning that fits; the end is lost, EOS with it. */
    TRUNCATE {
        @Override
        List<int[]> fitting(int[] ids, int most) {
            return List.of(Arrays.copyOf(ids, most));
        }
    },
    /** Nothing. */
    DROP {
        @Override
        List<int[]> fitting(int[] ids, int most) {
            return List.of();
        }
    };

    /** What is left of a text of more than {@code most} tokens. */
    abstract List<int[]> fitting(int[] ids, int most);

    /**
     * What is left of a text.
     *
     * @param ids  its tokens, at least two
     * @param most tokens of a piece, at least two
     * @return pieces in order, each of two to {@code most} tokens; the text itself where it fits
     */
    public List<int[]> pieces(int[] ids, int most) {
        if (ids.length < 2 || most < 2) {
            throw new IllegalArgumentException("a text of " + ids.length + " tokens in pieces of at most " + most + ": expected at least 2 each");
        }
        return ids.length <= most ? List.of(ids) : fitting(ids, most);
    }
}
