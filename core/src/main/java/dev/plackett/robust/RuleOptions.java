package dev.plackett.robust;

import dev.plackett.objective.Option;
import dev.plackett.objective.Options;

/** Options that several rules have. */
public final class RuleOptions {

    /** f. */
    public static final Option<Integer> F = Option.whole("f", -1, "how many workers may be faulty; has to be given");

    private RuleOptions() {}

    /**
     * f as given.
     *
     * @throws IllegalArgumentException when it was not
     */
    public static int f(String rule, Options options) {
        int f = options.get(F);
        if (!options.given().containsKey(F.name())) {
            throw new IllegalArgumentException(rule + " needs f, the number of workers that may be faulty: " + rule + "(f=1), say");
        }
        requireFaulty(f);
        return f;
    }

    /** A worker's name as it was given: text, or a number where names are numbers. */
    public static String name(Object given) {
        boolean whole = given instanceof Number number && number.doubleValue() == Math.rint(number.doubleValue());
        return whole ? Long.toString(((Number) given).longValue()) : String.valueOf(given);
    }

    /**
     * Refuses a negative f.
     *
     * @throws IllegalArgumentException naming it
     */
    public static void requireFaulty(int f) {
        Options.require(f >= 0, "f", f, "at least 0");
    }
}
