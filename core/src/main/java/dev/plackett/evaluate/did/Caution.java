package dev.plackett.evaluate.did;

import java.util.Locale;

/**
 * What a reader must know before taking a number at its word.
 *
 * @param kind what
 * @param text in plain words, with figures
 */
public record Caution(Kind kind, String text) {

    /** What. */
    public enum Kind {
        /** Policy samples cannot see where much of the DID lies. */
        LOW_BIAS,
        /** Few samples carry the weight in many prompts. */
        POOR_OVERLAP,
        /** The policies' lengths differ. */
        LENGTH,
        /** The number is no DID's. */
        LENGTH_NORMALISED,
        /** No held-out pairs: memorisation is not told apart. */
        NO_HELD_OUT
    }

    static Caution of(Kind kind, String format, Object... arguments) {
        return new Caution(kind, String.format(Locale.ROOT, format, arguments));
    }
}
