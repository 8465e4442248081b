package dev.plackett.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Columns of numbers by {@link Column}. Immutable by convention: callers do not write into the arrays.
 *
 * @param values the numbers
 */
public record Columns(Map<Column, double[]> values) {

    public Columns {
        values = Map.copyOf(values);
    }

    /** No column. */
    public static Columns none() {
        return new Columns(Map.of());
    }

    /** One column. */
    public static Columns of(Column column, double... numbers) {
        return new Columns(Map.of(column, numbers));
    }

    /** These columns and one more, which replaces a column of the same name. */
    public Columns with(Column column, double... numbers) {
        Map<Column, double[]> all = new HashMap<>(values);
        all.put(column, numbers);
        return new Columns(all);
    }

    /** Which columns there are. */
    public Set<Column> names() {
        return values.keySet();
    }

    /** Whether a column is there. */
    public boolean has(Column column) {
        return values.containsKey(column);
    }

    /**
     * The numbers of a column.
     *
     * @throws NoSuchElementException naming the column and the ones there are
     */
    public double[] get(Column column) {
        double[] found = values.get(column);
        if (found == null) {
            throw new NoSuchElementException("no column '" + column.name() + "'; there are "
                + values.keySet().stream().map(Column::name).sorted().toList());
        }
        return found;
    }

    /** Columns of several parts, one after the other; only columns that every part has. */
    public static Columns join(List<Columns> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        Map<Column, double[]> all = new HashMap<>();
        if (!parts.isEmpty()) {
            for (Column column : parts.get(0).names()) {
                if (parts.stream().allMatch(p -> p.has(column))) {
                    all.put(column, parts.stream().flatMapToDouble(p -> java.util.Arrays.stream(p.get(column))).toArray());
                }
            }
        }
        return new Columns(all);
    }
}
