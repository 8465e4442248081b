package dev.plackett.data;

/** Ragged arrays: where each part begins in a flat one, and one more entry for the end. */
public final class Starts {

    private Starts() {}

    /**
     * Checks that parts begin at 0, follow each other and end at the end.
     *
     * @param what   what is cut into parts, for the message
     * @param length length of the flat array
     * @throws IllegalArgumentException naming the first entry that does not fit
     */
    public static void check(String what, int[] start, int length) {
        if (start.length == 0 || start[0] != 0 || start[start.length - 1] != length) {
            throw new IllegalArgumentException("the parts of " + length + " " + what + " begin at "
                + (start.length == 0 ? "no place" : start[0] + " and end at " + start[start.length - 1]) + ", expected 0 and " + length);
        }
        for (int i = 1; i < start.length; i++) {
            if (start[i] < start[i - 1]) {
                throw new IllegalArgumentException("part " + i + " of the " + what + " begins at " + start[i] + ", before part " + (i - 1) + " at " + start[i - 1]);
            }
        }
    }
}
