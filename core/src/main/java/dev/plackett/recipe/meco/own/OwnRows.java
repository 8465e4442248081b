package dev.plackett.recipe.meco.own;

import dev.plackett.data.points.Points;
import dev.plackett.io.FormatException;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A user's rows, some of them held out.
 *
 * @param form     what they look like
 * @param all      all of them, in the order of the file
 * @param training numbers of those to learn from, shuffled
 * @param held     numbers of those held out
 */
record OwnRows(Form form, Form.Rows all, int[] training, int[] held) {

    private static final int LEAST = 40;

    static OwnRows read(Path data, double share, Seeds seeds) {
        Form form = Form.of(data);
        Form.Rows rows = form.read(data);
        int n = rows.points().rows();
        if (n < LEAST) {
            throw new FormatException(data, "", "expected at least " + LEAST + " rows to learn a density from, found " + n);
        }
        if (form.floor() == 0) {
            refuseConstant(data, form, rows.points());
        }
        int[] order = seeds.at("held out").permutation(n);
        int out = Math.max(1, (int) Math.round(share * n));
        return new OwnRows(form, rows, Arrays.copyOfRange(order, out, n), Arrays.copyOf(order, out));
    }

    private static void refuseConstant(Path data, Form form, Points rows) {
        for (int j = 0; j < rows.dimension(); j++) {
            double[] column = rows.column(j);
            if (Arrays.stream(column).allMatch(v -> v == column[0])) {
                throw new FormatException(data, form.coordinate(j), "expected numbers that differ, found " + column[0]
                    + " in every row: such a column has no density; leave it out");
            }
        }
    }

    Points trainingRows() {
        return all.points().pick(training);
    }

    Points heldRows() {
        return all.points().pick(held);
    }
}
