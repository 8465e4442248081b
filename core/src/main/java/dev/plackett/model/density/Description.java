package dev.plackett.model.density;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A density or map as data.
 *
 * @param kind    which {@link StorableKind} reads it
 * @param numbers settings
 * @param arrays  arrays of numbers, by name
 * @param parts   what it is made of, in order
 */
public record Description(String kind, Map<String, Double> numbers, Map<String, Array> arrays, List<Description> parts) {

    /**
     * An array.
     *
     * @param values row-major; callers do not write into it
     * @param shape  lengths of its axes
     */
    public record Array(double[] values, long... shape) {
        public Array {
            if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != values.length) {
                throw new IllegalArgumentException(values.length + " numbers do not have shape " + Arrays.toString(shape));
            }
        }
    }

    public Description {
        numbers = Map.copyOf(numbers);
        arrays = Map.copyOf(arrays);
        parts = List.copyOf(parts);
    }

    /** One that is empty yet. */
    public static Description of(String kind) {
        return new Description(kind, Map.of(), Map.of(), List.of());
    }

    /** With one number more. */
    public Description with(String name, double number) {
        Map<String, Double> more = new LinkedHashMap<>(numbers);
        more.put(name, number);
        return new Description(kind, more, arrays, parts);
    }

    /** With one array more. */
    public Description with(String name, double[] values, long... shape) {
        Map<String, Array> more = new LinkedHashMap<>(arrays);
        more.put(name, new Array(values, shape));
        return new Description(kind, numbers, more, parts);
    }

    /** With one vector more. */
    public Description with(String name, double[] values) {
        return with(name, values, (long) values.length);
    }

    /** With one matrix more. */
    public Description with(String name, double[][] rows) {
        return with(name, Matrices.flat(rows), rows.length, rows.length == 0 ? 0 : rows[0].length);
    }

    /**
     * With one part more.
     *
     * @throws IllegalArgumentException when it cannot be stored
     */
    public Description with(Object part) {
        if (!(part instanceof Storable storable)) {
            throw new IllegalArgumentException(part.getClass().getName() + " cannot be stored: it is no Storable");
        }
        List<Description> more = new ArrayList<>(parts);
        more.add(storable.describe());
        return new Description(kind, numbers, arrays, more);
    }

    /** A setting. */
    public double number(String name) {
        Double found = numbers.get(name);
        if (found == null) {
            throw new IllegalArgumentException(kind + " without the number '" + name + "'");
        }
        return found;
    }

    /** A setting that is a whole number. */
    public int integer(String name) {
        double found = number(name);
        if (found != Math.rint(found) || Math.abs(found) > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(kind + ": " + name + " is " + found + ", expected a whole number");
        }
        return (int) found;
    }

    /** An array of that many axes. */
    public Array array(String name, int axes) {
        Array found = arrays.get(name);
        if (found == null || found.shape().length != axes) {
            throw new IllegalArgumentException(kind + (found == null ? " without the array '" + name + "'"
                : ": '" + name + "' has shape " + Arrays.toString(found.shape()) + ", expected " + axes + " axes"));
        }
        return found;
    }

    /** A vector. */
    public double[] vector(String name) {
        return array(name, 1).values();
    }

    /** A matrix. */
    public double[][] matrix(String name) {
        Array found = array(name, 2);
        return Matrices.rows(found.values(), Math.toIntExact(found.shape()[1]));
    }

    /** Part i, which must be of a type. */
    public <T> T part(int i, Class<T> type) {
        if (i >= parts.size()) {
            throw new IllegalArgumentException(kind + " of " + parts.size() + " parts, expected at least " + (i + 1));
        }
        Storable part = DensityFiles.restore(parts.get(i));
        if (!type.isInstance(part)) {
            throw new IllegalArgumentException(kind + ": part " + i + " is " + parts.get(i).kind() + ", expected a " + type.getSimpleName());
        }
        return type.cast(part);
    }
}
