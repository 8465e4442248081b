package dev.plackett.recipe.tuning;

import dev.plackett.data.file.DataFile;
import dev.plackett.text.LongText;
import dev.plackett.text.PromptCompletion.Straddle;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where rows come from and how they are read.
 *
 * @param data     the file
 * @param evalData what to evaluate on, where that is a file of its own
 * @param heldOut  share of {@code data} to evaluate on otherwise
 * @param skip     whether bad rows are passed over
 * @param columns  the file's column names to ours
 * @param eos      whether answers of text rows end with EOS
 * @param straddle what to do with a token across the end of the prompt
 * @param longText what to do with a text that is too long
 */
record RowSource(Path data, Optional<Path> evalData, double heldOut, boolean skip, Map<String, String> columns, boolean eos, Straddle straddle,
                 LongText longText) {

    /** How the files are read. */
    DataFile.Options options() {
        return new DataFile.Options(skip, columns);
    }
}
