package dev.plackett.objective;

import dev.plackett.io.Nearest;
import java.util.List;
import java.util.Map;

/**
 * The options of one objective or judge, checked against what it declares.
 *
 * @param given what was given by key; every key is declared
 */
public record Options(Map<String, Object> given) {

    public Options {
        given = Map.copyOf(given);
    }

    /**
     * Checks that every key is declared.
     *
     * @param owner who declares them, for errors
     * @throws IllegalArgumentException naming an unknown key and the nearest known one
     */
    public static Options of(String owner, List<Option<?>> declared, Map<String, ?> given) {
        List<String> known = declared.stream().map(Option::name).toList();
        for (String key : given.keySet()) {
            if (!known.contains(key)) {
                throw new IllegalArgumentException(owner + " has no option '" + key + "'" + Nearest.suggestion(key, known));
            }
        }
        return new Options(Map.copyOf(given));
    }

    /** An option's value, or its fallback. */
    public <T> T get(Option<T> option) {
        Object found = given.get(option.name());
        return found == null ? option.fallback() : option.read(found);
    }

    /**
     * Refuses a number that is not above 0 and finite.
     *
     * @throws IllegalArgumentException naming option and value
     */
    public static void requirePositive(String name, double value) {
        require(value > 0 && Double.isFinite(value), name, value, "above 0");
    }

    /**
     * Refuses an option's value unless a condition holds.
     *
     * @throws IllegalArgumentException naming option, value and what is expected
     */
    public static void require(boolean holds, String name, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + ", expected " + expected);
        }
    }
}
