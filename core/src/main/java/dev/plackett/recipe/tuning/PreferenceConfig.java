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

/** Configuration of training on preference pairs. */
record PreferenceConfig(
    @Doc("The model: 'embedded', or a Hugging Face folder.") @Default("embedded") String model,
    @Doc("The reference policy: 'model' (as it is before it trains), or a folder.") @Default("model") String referenceModel,
    @Doc("Preference pairs: rows of \"prompt\", \"chosen\" and \"rejected\", texts or messages; for kto \"prompt\", \"completion\" and \"label\", for rrhf"
        + " \"prompt\", \"candidates\" and \"rewards\"; .jsonl, .json, .csv or .tsv.") Path data,
    @Doc("Pairs to evaluate on; without this file a share of the data is held out.") Optional<Path> evalData,
    @Doc("Share of the data that is held out, prompts kept whole; 0 holds out nothing.") @Default("0.1") @Range(min = 0, max = 0.9) double heldOut,
    @Doc("Pass over bad rows and count them; otherwise the first one is an error.") @Default("false") boolean skipBadRows,
    @Doc("The file's column names to ours, where they differ: {question: prompt}.") @Default("{}") Map<String, String> columns,
    @Doc("Most tokens of prompt and answer; 'auto' is 1024, or the model's context where that is shorter.") @Default("auto") AutoNumber maxLength,
    @Doc("Last tokens of a prompt that stay when it does not fit; 'auto' is half of max_length.") @Default("auto") AutoNumber maxPromptLength,
    @Doc("'budget' drops pairs whose answers would be cut and counts them; 'released' trains on what is left.") @Default("budget") LengthLimit.Cut truncation,
    @Doc("A token across the end of the prompt: 'error', or 'to-completion'.") @Default("error") Straddle straddle,
    @Doc("End the answers of text rows with EOS; conversations end as their template says.") @Default("true") boolean eos,
    @Doc("An objective by name: dpo, ipo, simpo, kto, ... (docs/preference.md has them all), or your own from --plugins.") @Default("dpo") String objective,
    @Doc("Options of the objective: {beta: 0.1}.") @Default("{}") Map<String, Object> options,
    @Doc("How it trains.") Training training,
    @Doc("What is watched beside the loss.") Watched watched,
    @Doc("Seed of what is held out and of the order.") @Default("0") long seed) implements TuningConfig {

    @Override
    public TuningPlan plan() {
        Optional<String> reference = referenceModel.equals("model") ? Optional.empty() : Optional.of(referenceModel);
        return new TuningPlan("preference", List.of(Form.PAIR, Form.LABELLED, Form.GROUP), model, reference,
            new RowSource(data, evalData, heldOut, skipBadRows, columns, eos, straddle, LongText.DROP),
            new LengthLimit(truncation, maxLength, maxPromptLength), objective, options, training, watched, seed);
    }
}
