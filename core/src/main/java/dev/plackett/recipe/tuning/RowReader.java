package dev.plackett.recipe.tuning;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.data.file.DataFile;
import dev.plackett.data.file.Item;
import dev.plackett.io.FormatException;
import dev.plackett.model.CausalModel;
import dev.plackett.model.TokenIds;
import dev.plackett.recipe.LengthLimit;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.text.ChatTemplate;
import dev.plackett.text.RowEncoder;
import dev.plackett.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a user's files as rows of tokens for one model, and counts what was passed over. */
final class RowReader implements AutoCloseable {

    private final Form form;
    private final RowSource source;
    private final LengthLimit limit;
    private final CausalModel.Shape shape;
    private final Tokenizer tokenizer;
    private final RowEncoder encoder;
    private final List<String> bad = new ArrayList<>();
    private int cut;
    private int same;
    private int split;
    private int truncated;
    private long lost;

    RowReader(Form form, RowSource source, LengthLimit limit, ModelFolder model) {
        this.form = form;
        this.source = source;
        this.limit = limit;
        this.shape = model.shape();
        this.tokenizer = Tokenizer.open(model.path());
        this.encoder = new RowEncoder(tokenizer, ChatTemplate.open(model.path(), tokenizer), source.eos(), source.straddle(),
            limit.rule(shape.maxPositions()));
    }

    /**
     * The rows of a file and what it holds.
     *
     * @param rows   in the file's order
     * @param groups for each row a number that rows of the same prompt share
     * @param data   for each row what else it holds: a label, rewards
     * @param schema columns that were found
     */
    record Content(List<Row> rows, List<Integer> lines, List<Integer> groups, List<double[]> data, String schema) {}

    /**
     * Reads a file.
     *
     * @throws FormatException          naming the file when it holds rows of another kind, or none that can be used
     * @throws IllegalArgumentException naming file and line of a bad row, unless these are to be passed over
     */
    Content read(Path file) {
        DataFile data = DataFile.read(file, source.options());
        if (!form.accepts(data.schema().kind())) {
            throw new FormatException(file, "", "holds " + data.schema() + "; expected " + form.expected());
        }
        data.skipped().forEach(reason -> bad.add(file + ": " + reason));
        Content content = new Content(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), file.getFileName() + " holds " + data.schema());
        for (Item item : data.items()) {
            try {
                add(item, content);
            } catch (IllegalArgumentException e) {
                if (!source.skip()) {
                    throw e;
                }
                bad.add(e.getMessage());
            }
        }
        if (content.rows().isEmpty()) {
            throw new FormatException(file, "", "holds no row that can be used: " + passedOver());
        }
        return content;
    }

    /** Rows passed over so far because something is wrong with them, with the reasons. */
    List<String> bad() {
        return List.copyOf(bad);
    }

    /** Rows dropped because an answer would lose tokens. */
    int cut() {
        return cut;
    }

    /** Pairs dropped because both answers are the same. */
    int same() {
        return same;
    }

    /** Texts that became several rows. */
    int split() {
        return split;
    }

    /** Texts whose end was left out. */
    int truncated() {
        return truncated;
    }

    /** Tokens of texts that were left out. */
    long lost() {
        return lost;
    }

    /** What was passed over, in words. */
    String passedOver() {
        return bad.size() + " bad, " + cut + " longer than max_length, " + same + " with equal answers"
            + (split > 0 ? "; " + split + " texts split into pieces" : "") + (truncated > 0 ? "; " + truncated + " texts truncated by " + lost + " tokens" : "");
    }

    /** Ids as a model reads them. */
    String spelled(int[] ids) {
        return tokenizer.spelled(ids);
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private void add(Item item, Content to) {
        if (item instanceof Item.Language text && !text.conversational()) {
            addText(text, to);
        } else {
            addRow(item, to);
        }
    }

    private void addText(Item.Language item, Content to) {
        int[] ids = encoder.tokens(item);
        at(item, () -> TokenIds.check(ids, shape.vocabulary()));
        List<int[]> pieces = source.longText().pieces(ids, limit.most(shape.maxPositions()));
        int kept = pieces.stream().mapToInt(p -> p.length - 1).sum();
        cut += pieces.isEmpty() ? 1 : 0;
        split += pieces.size() > 1 ? 1 : 0;
        if (!pieces.isEmpty() && kept < ids.length - 1) {
            truncated++;
            lost += ids.length - 1 - kept;
        }
        for (int[] piece : pieces) {
            to.rows().add(Row.of(new int[] {piece[0]}, Arrays.copyOfRange(piece, 1, piece.length)));
            to.lines().add(item.origin().line());
            to.groups().add(Arrays.hashCode(ids));
            to.data().add(new double[0]);
        }
    }

    private void addRow(Item item, Content to) {
        RowEncoder.Encoded encoded = encoder.encode(item);
        Row row = encoded.row();
        double[][] data = {{}};
        at(item, () -> {
            check(row);
            data[0] = form.data(item);
        });
        List<Branch> answers = row.branches();
        if (limit.truncation() == LengthLimit.Cut.BUDGET && (anyCut(encoded) || longest(row) > limit.most(shape.maxPositions()))) {
            cut++;
        } else if (answers.size() == 2 && Arrays.equals(answers.get(0).ids(), answers.get(1).ids())) {
            same++;
        } else {
            to.rows().add(row);
            to.lines().add(item.origin().line());
            to.groups().add(Arrays.hashCode(item instanceof Item.Prompted ? row.prefix() : answers.get(0).ids()));
            to.data().add(data[0]);
        }
    }

    /** Names the row that a check refuses. */
    private static void at(Item item, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(item.origin() + ": " + e.getMessage(), e);
        }
    }

    private void check(Row row) {
        TokenIds.check(row.prefix(), shape.vocabulary());
        row.branches().forEach(b -> TokenIds.check(b.ids(), shape.vocabulary()));
        if (limit.truncation() != LengthLimit.Cut.BUDGET && longest(row) > shape.maxPositions()) {
            throw new IllegalArgumentException("the row has " + longest(row) + " tokens, the model's context holds " + shape.maxPositions());
        }
    }

    private static boolean anyCut(RowEncoder.Encoded encoded) {
        boolean any = false;
        for (boolean cut : encoded.cut()) {
            any |= cut;
        }
        return any;
    }

    private static int longest(Row row) {
        return row.prefix().length + row.branches().stream().mapToInt(b -> b.ids().length).max().orElseThrow();
    }
}
