package dev.plackett.report;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Rows of metrics.jsonl, to be narrowed down to what a figure or a claim is computed from.
 *
 * @param rows the rows in the order written
 */
public record MetricTable(List<MetricRow> rows) {

    public MetricTable {
        rows = List.copyOf(rows);
    }

    /**
     * All rows of a file.
     *
     * @throws FormatException naming the line that is no JSON object
     */
    public static MetricTable read(Path file) {
        List<MetricRow> rows = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                rows.add(row(file, i + 1, lines.get(i)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return new MetricTable(rows);
    }

    /** The rows of a series. */
    public MetricTable series(String name) {
        return filter(row -> row.series().equals(name));
    }

    /** The rows whose label reads so; numbers compare as numbers. */
    public MetricTable where(String label, Object value) {
        Object wanted = value instanceof Number n ? (Object) n.doubleValue() : value;
        return filter(row -> Objects.equals(row.fields().get(label), wanted));
    }

    /** The rows that hold a field. */
    public MetricTable having(String field) {
        return filter(row -> row.has(field));
    }

    /** The numbers of a field, NaN where it is absent. */
    public double[] column(String field) {
        return rows.stream().mapToDouble(row -> row.number(field)).toArray();
    }

    /** The different values of a label in the order of their first appearance, as text. */
    public List<String> labels(String label) {
        return rows.stream().filter(row -> row.has(label)).map(row -> row.text(label)).distinct().toList();
    }

    /** A field of the last row that holds it; NaN when none does. */
    public double last(String field) {
        List<MetricRow> having = having(field).rows;
        return having.isEmpty() ? Double.NaN : having.get(having.size() - 1).number(field);
    }

    private MetricTable filter(Predicate<MetricRow> keep) {
        return new MetricTable(rows.stream().filter(keep).toList());
    }

    private static MetricRow row(Path file, int line, String json) {
        JsonNode node;
        try {
            node = Json.MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new FormatException(file, "line " + line, e.getOriginalMessage(), e);
        }
        if (!node.path("series").isString()) {
            throw new FormatException(file, "line " + line, "expected an object with a text \"series\"");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        node.properties().forEach(e -> {
            JsonNode value = e.getValue();
            if (!e.getKey().equals("series") && !value.isNull()) {
                fields.put(e.getKey(), value.isNumber() ? (Object) value.doubleValue() : value.isBoolean() ? value.booleanValue()
                    : value.isString() ? value.stringValue() : value.toString());
            }
        });
        return new MetricRow(node.path("series").stringValue(), fields);
    }
}
