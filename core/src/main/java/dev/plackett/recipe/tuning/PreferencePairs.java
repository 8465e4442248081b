package dev.plackett.recipe.tuning;

import dev.plackett.data.Row;
import dev.plackett.recipe.LengthLimit;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.text.LongText;
import dev.plackett.text.PromptCompletion.Straddle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Preference pairs of a user's file as one model's tokens, read exactly as a training would read them.
 *
 * @param file       where they come from
 * @param rows       prompt and two answers each, the chosen one first
 * @param lines      where each stands in the file
 * @param schema     columns that were found
 * @param passedOver what was left out, in words
 */
public record PreferencePairs(Path file, List<Row> rows, List<Integer> lines, String schema, String passedOver) {

    /**
     * How to read.
     *
     * @param skipBadRows whether bad rows are passed over and counted
     * @param columns     the file's column names to ours
     * @param limit       how long rows may be
     * @param eos         whether answers of text rows end with EOS
     * @param straddle    what to do with a token across the end of the prompt
     */
    public record Reading(boolean skipBadRows, Map<String, String> columns, LengthLimit limit, boolean eos, Straddle straddle) {}

    public PreferencePairs {
        rows = List.copyOf(rows);
        lines = List.copyOf(lines);
    }

    /**
     * Reads a file.
     *
     * @throws dev.plackett.io.FormatException naming the file when it holds rows of another kind, or none that can be used
     * @throws IllegalArgumentException        naming file and line of a bad row, unless these are to be passed over
     */
    public static PreferencePairs read(ModelFolder model, Path file, Reading how) {
        RowSource source = new RowSource(file, Optional.empty(), 0, how.skipBadRows(), how.columns(), how.eos(), how.straddle(), LongText.DROP);
        try (RowReader reader = new RowReader(Form.PAIR, source, how.limit(), model)) {
            RowReader.Content content = reader.read(file);
            return new PreferencePairs(file, content.rows(), content.lines(), content.schema(), reader.passedOver());
        }
    }
}
