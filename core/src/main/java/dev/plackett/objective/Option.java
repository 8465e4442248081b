package dev.plackett.objective;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/**
 * One option of an objective or a judge, as recipes write it.
 *
 * @param name     its key, in TRL's spelling where TRL has it
 * @param fallback its value when nothing is given
 * @param meaning  one sentence
 * @param expected what is accepted, for errors
 * @param reader   makes a value of what was given; throws {@link IllegalArgumentException} or {@link ClassCastException} for anything else
 * @param <T>      the kind of value
 */
public record Option<T>(String name, T fallback, String meaning, String expected, Function<Object, T> reader) {

    /** A number. */
    public static Option<Double> number(String name, double fallback, String meaning) {
        return new Option<>(name, fallback, meaning, "a number", given -> ((Number) given).doubleValue());
    }

    /** A whole number. */
    public static Option<Integer> whole(String name, int fallback, String meaning) {
        return new Option<>(name, fallback, meaning, "a whole number", given -> {
            double value = ((Number) given).doubleValue();
            if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
                throw new IllegalArgumentException();
            }
            return (int) value;
        });
    }

    /** True or false. */
    public static Option<Boolean> flag(String name, boolean fallback, String meaning) {
        return new Option<>(name, fallback, meaning, "true or false", given -> (Boolean) given);
    }

    /** A text. */
    public static Option<String> text(String name, String fallback, String meaning) {
        return new Option<>(name, fallback, meaning, "a text", given -> (String) given);
    }

    /** One of an enum's names, written in lower case; {@code -} and {@code _} are the same. */
    public static <E extends Enum<E>> Option<E> choice(String name, E fallback, String meaning) {
        E[] all = fallback.getDeclaringClass().getEnumConstants();
        return new Option<>(name, fallback, meaning, "one of " + Arrays.stream(all).map(Option::spelled).toList(), given -> Arrays.stream(all)
            .filter(e -> e == given || spelled(e).equals(String.valueOf(given).replace('-', '_'))).findFirst().orElseThrow(IllegalArgumentException::new));
    }

    /**
     * The value that was given.
     *
     * @throws IllegalArgumentException naming key, value and what is expected
     */
    T read(Object given) {
        try {
            return reader.apply(given);
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new IllegalArgumentException(name + " is " + given + ", expected " + expected, e);
        }
    }

    private static String spelled(Enum<?> e) {
        return e.name().toLowerCase(Locale.ROOT);
    }
}
