package dev.plackett.robust;

import java.util.OptionalDouble;

/**
 * What theorems ask of the honest gradients: a rule's promise holds while the square root of their total variance is below this multiple of the norm
 * of their mean. As Garfield computes them.
 */
public final class Theory {

    private Theory() {}

    /** Krum, Multi-Krum and Bulyan: 1/√(2(p−f + f(p + f(p−f−2) − 2)/(p−2f−2))). */
    public static OptionalDouble krum(int p, int f) {
        double rest = p - 2.0 * f - 2;
        return rest <= 0 ? OptionalDouble.empty() : OptionalDouble.of(1 / Math.sqrt(2 * (p - f + f * (p + f * (p - f - 2.0) - 2) / rest)));
    }

    /** The coordinates' median: 1/√(p−f). */
    public static OptionalDouble median(int p, int f) {
        return p <= f ? OptionalDouble.empty() : OptionalDouble.of(1 / Math.sqrt(p - f));
    }

    /** Minimum diameter: (p−f)/(2f); nothing to ask where f = 0. */
    public static OptionalDouble minimumDiameter(int p, int f) {
        return f == 0 ? OptionalDouble.empty() : OptionalDouble.of((p - f) / (2.0 * f));
    }
}
