package dev.plackett.train;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Stat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a pass of the engine over one step's examples found.
 *
 * @param value        the objective's value
 * @param metrics      merged metrics
 * @param carry        the objective's state for the next step
 * @param microBatches graphs that were built
 * @param tokens       tokens computed with a graph
 */
public record StepReport(double value, Map<String, Stat> metrics, Carry carry, int microBatches, long tokens) {

    /** Means by name. */
    public Map<String, Double> means() {
        Map<String, Double> out = new TreeMap<>();
        metrics.forEach((name, stat) -> out.put(name, stat.mean()));
        return out;
    }
}
