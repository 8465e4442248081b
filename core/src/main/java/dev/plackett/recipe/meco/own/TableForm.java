package dev.plackett.recipe.meco.own;

import dev.plackett.data.file.NumberTable;
import dev.plackett.data.points.Points;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Columns of numbers.
 *
 * @param columns their names
 */
record TableForm(List<String> columns) implements Form {

    private static final int MOST = 50;
    private static final int KEPT = 32;
    private static final String SAMPLES = "samples.csv";

    TableForm {
        columns = List.copyOf(columns);
    }

    static TableForm of(Path data) {
        return new TableForm(NumberTable.read(data).columns());
    }

    static TableForm of(ObjectNode json) {
        return new TableForm(json.path("columns").valueStream().map(c -> c.asString("")).toList());
    }

    @Override
    public Rows read(Path data) {
        NumberTable table = NumberTable.read(data);
        if (!table.columns().equals(columns)) {
            throw new FormatException(data, "line 1", "expected the columns " + String.join(", ", columns) + ", found " + String.join(", ", table.columns()));
        }
        return new Rows(table.rows(), table.lines().stream().map(line -> Json.object().put("line", line)).toList());
    }

    @Override
    public int dimension() {
        return columns.size();
    }

    @Override
    public String coordinate(int i) {
        return "column '" + columns.get(i) + "'";
    }

    @Override
    public int components() {
        return columns.size() <= MOST ? columns.size() : KEPT;
    }

    @Override
    public double floor() {
        return 0;
    }

    @Override
    public String write(Path folder, Points samples) {
        String header = columns.stream().map(TableForm::quoted).collect(Collectors.joining(","));
        String rows = IntStream.range(0, samples.rows()).mapToObj(i -> IntStream.range(0, samples.dimension())
            .mapToObj(j -> Double.toString(samples.values()[i * samples.dimension() + j])).collect(Collectors.joining(","))).collect(Collectors.joining("\n"));
        try {
            Files.writeString(folder.resolve(SAMPLES), header + "\n" + rows + "\n");
            return SAMPLES;
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(SAMPLES) + " cannot be written", e);
        }
    }

    private static String quoted(String name) {
        return name.matches("[^\",\n\r]*") ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public ObjectNode json() {
        ObjectNode json = Json.object();
        columns.forEach(json.putArray("columns")::add);
        return json;
    }
}
