package dev.plackett.model;

/** Token ids are checked before they reach native code, where a wrong one would read foreign memory. */
public final class TokenIds {

    private TokenIds() {}

    /**
     * Checks every id.
     *
     * @throws IllegalArgumentException naming the first id that is not in [0, vocabulary)
     */
    public static void check(int[] ids, int vocabulary) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= vocabulary) {
                throw new IllegalArgumentException("token id " + ids[i] + " at position " + i + " is outside the model's vocabulary of "
                    + vocabulary + ": do tokenizer and model belong together?");
            }
        }
    }
}
