package dev.plackett.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows under headings. A column whose cells are all numbers is aligned to the right.
 *
 * @param columns headings
 * @param rows    cells: numbers (shown with four digits), or anything else as text; {@code null} is shown as a dash
 * @param note    a sentence below, may be empty
 */
public record Table(List<String> columns, List<List<Object>> rows, String note) implements Block {

    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** A table without rows. */
    public static Table of(String... columns) {
        return new Table(List.of(columns), List.of(), "");
    }

    /** With a row; one cell per column. */
    public Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells under " + columns.size() + " headings");
        }
        List<List<Object>> all = new ArrayList<>(rows);
        all.add(Arrays.asList(cells));
        return new Table(columns, all, note);
    }

    /** With a sentence below. */
    public Table note(String sentence) {
        return new Table(columns, rows, sentence);
    }

    /** A cell of a value and its uncertainty: {@code 0.712 ± 0.021}. */
    public static String plusMinus(double value, double error, int digits) {
        return Numerals.fixed(value, digits) + " ± " + Numerals.fixed(error, digits);
    }

    @Override
    public void render(Html out) {
        int[] digits = IntStream.range(0, columns.size()).map(this::digits).toArray();
        out.open("div", "class", "wide").open("table").open("thead").open("tr");
        for (int c = 0; c < columns.size(); c++) {
            out.element("th", columns.get(c), "class", align(c));
        }
        out.close("tr").close("thead").open("tbody").newline();
        for (List<Object> row : rows) {
            out.open("tr");
            for (int c = 0; c < columns.size(); c++) {
                out.element("td", show(row.get(c), digits[c]), "class", align(c));
            }
            out.close("tr").newline();
        }
        out.close("tbody").close("table");
        if (!note.isEmpty()) {
            out.element("p", note, "class", "note");
        }
        out.close("div").newline();
    }

    private String align(int column) {
        return rows.stream().map(row -> row.get(column)).allMatch(cell -> cell == null || cell instanceof Number || cell.toString().matches("[−-]?[\\d.]+ ± [\\d.]+|–"))
            ? "number" : "";
    }

    /** Numbers below each other show equally many digits. */
    private int digits(int column) {
        return Numerals.digits(rows.stream().map(row -> row.get(column)).filter(Number.class::isInstance).mapToDouble(n -> ((Number) n).doubleValue()).toArray());
    }

    private static String show(Object cell, int digits) {
        return cell == null ? Numerals.MISSING : !(cell instanceof Number n) ? cell.toString()
            : digits < 0 || digits == 0 ? Numerals.plain(n.doubleValue()) : Numerals.fixed(n.doubleValue(), digits);
    }
}
