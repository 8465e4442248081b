package dev.plackett.report.html;

import java.util.List;

/**
 * A heat map: how often the row beats the column, or anything else in [0, 1] with ½ in the middle.
 *
 * @param title   what is shown
 * @param rows    names of the rows
 * @param columns names of the columns
 * @param values  {@code [row][column]}, NaN for an empty field
 * @param digits  digits after the point
 */
public record Matrix(String title, List<String> rows, List<String> columns, double[][] values, int digits) implements Block {

    public Matrix {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        if (values.length != rows.size()) {
            throw new IllegalArgumentException("matrix '" + title + "': " + values.length + " rows of numbers, " + rows.size() + " names");
        }
        for (double[] row : values) {
            if (row.length != columns.size()) {
                throw new IllegalArgumentException("matrix '" + title + "': " + row.length + " numbers in a row, " + columns.size() + " names");
            }
        }
    }

    @Override
    public boolean narrow() {
        return columns.size() <= 6;
    }

    @Override
    public void render(Html out) {
        out.open("figure", "class", "matrix").open("figcaption").element("b", title).close("figcaption").open("div", "class", "wide").open("table").open("tr").element("th", "");
        columns.forEach(name -> out.element("th", name, "class", "number"));
        out.close("tr").newline();
        for (int r = 0; r < values.length; r++) {
            out.open("tr").element("th", rows.get(r), "scope", "row");
            for (int c = 0; c < values[r].length; c++) {
                cell(out, values[r][c], rows.get(r) + " against " + columns.get(c));
            }
            out.close("tr").newline();
        }
        out.close("table").close("div").close("figure").newline();
    }

    /** Distance from ½ becomes the strength of one of two colours. */
    private void cell(Html out, double value, String what) {
        if (Double.isNaN(value)) {
            out.element("td", "", "class", "cell none");
            return;
        }
        long strength = Math.round(Math.min(1, Math.abs(value - 0.5) * 2) * 100);
        out.element("td", Numerals.fixed(value, digits), "class", value >= 0.5 ? "cell up" : "cell down", "style", "--s:" + strength + "%", "title", what);
    }
}
