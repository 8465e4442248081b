package dev.plackett.recipe.bind;

import java.util.Optional;

/** A word as what it looks like: options of objectives and judges, whose types only these know. */
public final class PlainValue {

    private static final String NUMBER = "[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?";

    private PlainValue() {}

    /** A truth, a number, or the text itself. */
    public static Object of(String text) {
        Optional<?> truth = ScalarBinding.bool().parse().apply(text);
        return truth.isPresent() ? truth.get() : text.matches(NUMBER) ? Double.valueOf(text) : text;
    }
}
