package dev.plackett.recipe.tuning;

import dev.plackett.recipe.AutoNumber;
import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.LengthLimit;
import dev.plackett.recipe.Range;
import dev.plackett.text.LongText;
import dev.plackett.text.PromptCompletion.Straddle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configuration of supervised fine-tuning. */
record SftConfig(
    @Doc("The model: 'embedded', or a Hugging Face folder.") @Default("embedded") String model,
    @Doc("Rows of \"prompt\" and \"completion\" (the completion is learnt), of \"text\" or \"messages\" (learnt whole), or of \"input_ids\" with"
        + " \"completion_mask\"; .jsonl, .json, .csv or .tsv.") Path data,
    @Doc("Rows to evaluate on; without this file a share of the data is held out.") Optional<Path> evalData,
    @Doc("Share of the data that is held out, prompts kept whole; 0 holds out nothing.") @Default("0.1") @Range(min = 0, max = 0.9) double heldOut,
    @Doc("Pass over bad rows and count them; otherwise the first one is an error.") @Default("false") boolean skipBadRows,
    @Doc("The file's column names to ours, where they differ: {question: prompt}.") @Default("{}") Map<String, String> columns,
    @Doc("Most tokens of a row; 'auto' is 1024, or the model's context where that is shorter.") @Default("auto") AutoNumber maxLength,
    @Doc("Last tokens of a prompt that stay when it does not fit; 'auto' is half of max_length.") @Default("auto") AutoNumber maxPromptLength,
    @Doc("Prompts with completions and conversations that do not fit: 'budget' drops rows that would be cut and counts them; 'released' trains on what is left.")
    @Default("budget") LengthLimit.Cut truncation,
    @Doc("Rows of \"text\" that do not fit: 'split' into pieces that are all learnt, 'truncate' after max_length tokens as TRL does, or 'drop'; all are counted.")
    @Default("split") LongText longText,
    @Doc("A token across the end of the prompt: 'error', or 'to-completion'.") @Default("error") Straddle straddle,
    @Doc("End text rows with EOS; conversations end as their template says.") @Default("true") boolean eos,
    @Doc("An objective by name: sft, or your own from --plugins.") @Default("sft") String objective,
    @Doc("Options of the objective.") @Default("{}") Map<String, Object> options,
    @Doc("How it trains.") @Default("{learning_rate: 2e-5}") Training training,
    @Doc("Seed of what is held out and of the order.") @Default("0") long seed) implements TuningConfig {

    @Override
    public TuningPlan plan() {
        return new TuningPlan("sft", List.of(Form.EXAMPLE), model, Optional.empty(), new RowSource(data, evalData, heldOut, skipBadRows, columns, eos, straddle,
            longText),
            new LengthLimit(truncation, maxLength, maxPromptLength), objective, options, training, new Watched(0, 1, 1), seed);
    }
}
