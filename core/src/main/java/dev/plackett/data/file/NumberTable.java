package dev.plackett.data.file;

import dev.plackett.data.points.Points;
import dev.plackett.io.Excerpt;
import dev.plackett.io.FormatException;
import dev.plackett.io.TextLines;
import dev.plackett.io.Unreadable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * A user's CSV or TSV file of numbers, with a header or without.
 *
 * @param columns names; {@code x1}, {@code x2} … where the file has no header
 * @param rows    the numbers
 * @param lines   the line that each row begins at, from 1
 */
public record NumberTable(List<String> columns, Points rows, List<Integer> lines) {

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    public NumberTable {
        columns = List.copyOf(columns);
        lines = List.copyOf(lines);
    }

    /**
     * Reads a file whole: tabs separate where its name ends in {@code .tsv}, else commas, or semicolons where the first line has no comma. The first line is a
     * header when one of its fields is no number.
     *
     * @throws FormatException naming file, line and column, what was found and what was expected
     */
    public static NumberTable read(Path file) {
        char separator = separator(file);
        try (BufferedReader in = Files.newBufferedReader(file)) {
            in.mark(1);
            if (in.read() != BYTE_ORDER_MARK) {
                in.reset();
            }
            return read(file, new SeparatedValues(file, separator, in));
        } catch (CharacterCodingException e) {
            throw TextLines.malformed(file, e);
        } catch (IOException e) {
            throw Unreadable.of(file, e);
        }
    }

    private static char separator(Path file) {
        if (file.toString().endsWith(".tsv")) {
            return '\t';
        }
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String first = new TextLines(file, in).next();
            return first == null || first.contains(",") || !first.contains(";") ? ',' : ';';
        } catch (CharacterCodingException e) {
            throw TextLines.malformed(file, e);
        } catch (IOException e) {
            throw Unreadable.of(file, e);
        }
    }

    private static NumberTable read(Path file, SeparatedValues values) throws IOException {
        List<String> first = values.next();
        if (first.isEmpty()) {
            throw new FormatException(file, "", "expected rows of numbers, found an empty file");
        }
        boolean header = first.stream().anyMatch(cell -> number(cell).isEmpty());
        List<String> columns = header ? first.stream().map(String::strip).toList()
            : IntStream.rangeClosed(1, first.size()).mapToObj(i -> "x" + i).toList();
        List<Integer> lines = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        for (List<String> cells = header ? values.next() : first; !cells.isEmpty(); cells = values.next()) {
            rows.add(row(file, values, cells, columns));
            lines.add(values.line());
        }
        if (rows.isEmpty()) {
            throw new FormatException(file, "", "expected rows of numbers below the header, found none");
        }
        return new NumberTable(columns, Points.of(rows.toArray(double[][]::new)), lines);
    }

    private static double[] row(Path file, SeparatedValues values, List<String> cells, List<String> columns) {
        String line = "line " + values.line();
        if (values.unclosed()) {
            throw new FormatException(file, line, "a quoted field does not end");
        }
        if (cells.size() != columns.size()) {
            throw new FormatException(file, line, "expected " + columns.size() + " fields as in the first line, found " + cells.size());
        }
        double[] row = new double[cells.size()];
        for (int i = 0; i < row.length; i++) {
            String cell = cells.get(i);
            String place = line + ", column " + (i + 1) + " ('" + Excerpt.of(columns.get(i)) + "')";
            row[i] = number(cell).orElseThrow(() -> new FormatException(file, place, "expected a number, found " + (cell.isBlank()
                ? "an empty field: fill it, or leave the row out" : "'" + Excerpt.of(cell) + "'" + hint(cell))));
            if (!Double.isFinite(row[i])) {
                throw new FormatException(file, place, "expected a finite number, found '" + Excerpt.of(cell) + "'");
            }
        }
        return row;
    }

    private static String hint(String cell) {
        return number(cell.strip().replace(',', '.')).isPresent() ? " (a decimal point, not a comma, is read)" : "";
    }

    private static OptionalDouble number(String cell) {
        String text = cell.strip();
        // Java's own parser would also take "1f" and "0x1p3".
        if (!text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?|(?i)[-+]?(nan|inf|infinity)")) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(text.matches(".*[nN].*") ? Double.NaN : Double.parseDouble(text));
    }
}
