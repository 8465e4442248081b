package dev.plackett.objective;

import java.util.HashMap;
import java.util.Map;

/**
 * State of an objective or aggregator that lives across steps. It goes in and comes out of every evaluation, and is checkpointed.
 *
 * @param values named arrays; callers do not write into them
 */
public record Carry(Map<String, double[]> values) {

    public Carry {
        values = Map.copyOf(values);
    }

    /** Nothing carried. */
    public static Carry empty() {
        return new Carry(Map.of());
    }

    /** The array of that name, or {@code otherwise}. */
    public double[] get(String name, double... otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    /** This carry with one array replaced. */
    public Carry with(String name, double... array) {
        Map<String, double[]> all = new HashMap<>(values);
        all.put(name, array);
        return new Carry(all);
    }
}
