package dev.plackett.report;

import java.util.Map;

/**
 * A row of metrics.jsonl.
 *
 * @param series what it describes
 * @param fields labels and values by name: Double, Boolean, String; a value that was not finite is absent
 */
public record MetricRow(String series, Map<String, Object> fields) {

    /** Whether a field is there. */
    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** A number; NaN when it is absent or no number. */
    public double number(String name) {
        return fields.get(name) instanceof Double d ? d : Double.NaN;
    }

    /** A label as text; empty when it is absent. Whole numbers come without a point. */
    public String text(String name) {
        Object value = fields.getOrDefault(name, "");
        return value instanceof Double d && d == Math.rint(d) && Math.abs(d) < 1e15 ? Long.toString(d.longValue()) : value.toString();
    }
}
