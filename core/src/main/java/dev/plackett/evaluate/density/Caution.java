package dev.plackett.evaluate.density;

import java.util.Locale;

/**
 * What a reader must know before taking an estimate at its word.
 *
 * @param kind what
 * @param text in plain words, with figures, and what to do
 */
public record Caution(Kind kind, String text) {

    /** What. */
    public enum Kind {
        /** No draw has any weight. */
        NO_WEIGHT,
        /** Fewer than ten draws carry the weight: the row is unreliable. */
        FEW_EFFECTIVE,
        /** One draw carries much of it. */
        ONE_DRAW,
        /** The weights' tail is too heavy. */
        HEAVY_TAIL,
        /** Chains hardly move, or jump blindly. */
        ACCEPTANCE,
        /** Two estimates of one number differ. */
        DISAGREEMENT,
        /** Chains begin elsewhere than a bound needs. */
        NO_BOUND
    }

    static Caution of(Kind kind, String format, Object... arguments) {
        return new Caution(kind, String.format(Locale.ROOT, format, arguments));
    }
}
