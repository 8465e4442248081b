package dev.plackett.recipe.pairs;

import dev.plackett.evaluate.did.CandidateWeights;
import dev.plackett.recipe.AutoNumber;
import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Precision;
import dev.plackett.recipe.Range;
import dev.plackett.text.PromptCompletion.Straddle;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Configuration of the making of pairs. */
record PairsConfig(
    @Doc("'reward' or 'target' (the rejected answer resampled by rewards or by a target model), 'label' (two draws and a coin), 'avoid_displacement'"
        + " (chosen from the target, rejected from the reference, beta 1) or 'contrastive' (rejected decoded token by token, an approximation).")
    @Default("reward") Mode mode,
    @Doc("Prompts, whose answers are then sampled, or rows of \"prompt\", \"candidates\" and, if given, \"rewards\";"
        + " .jsonl, .json, .csv, .tsv or .txt.") Path data,
    @Doc("The reference policy, whose answers are sampled: 'embedded', or a Hugging Face folder.") @Default("embedded") String reference,
    @Doc("The target policy, a folder; modes 'target', 'avoid_displacement', 'contrastive' and, without rewards, 'label'.") Optional<String> target,
    @Doc("Who gives rewards in place of the file's: 'embedded', a pair ranker's folder, or the name of a judge from --plugins. A reward is the mean of the"
        + " log-odds against all candidates.") Optional<String> judge,
    @Doc("Options of a judge by name.") @Default("{}") Map<String, Object> judgeOptions,
    @Doc("Answers sampled per prompt (K), the chosen ones among them.") @Default("16") @Range(min = 2, max = 1024) int samples,
    @Doc("Pairs per prompt.") @Default("1") @Range(min = 1) int pairsPerPrompt,
    @Doc("Beta of the training to come; 'auto' is 0.1, and 1 for 'avoid_displacement'.") @Default("auto") AutoNumber beta,
    @Doc("Temperature of rewards (beta_r): the target is reference·exp(R/beta_r); 'auto' is beta.") @Default("auto") AutoNumber rewardTemperature,
    @Doc("What to do with a prompt of fewer than 3 effective candidates: 'skip' passes over it and counts it, 'error' ends the run.")
    @Default("skip") TooFew tooFew,
    @Doc("Divides the logits of sampled answers.") @Default("1.0") @Range(min = 0) double temperature,
    @Doc("Most new tokens of sampled answers.") @Default("48") @Range(min = 1) int maxNewTokens,
    @Doc("Pass over bad rows and count them; otherwise the first one is an error.") @Default("false") boolean skipBadRows,
    @Doc("The file's column names to ours, where they differ: {question: prompt}.") @Default("{}") Map<String, String> columns,
    @Doc("A token across the end of the prompt, in candidates of the file: 'error', or 'to-completion'.") @Default("error") Straddle straddle,
    @Doc("End the answers of text rows with EOS; conversations end as their template says.") @Default("true") boolean eos,
    @Doc("'auto' (by what the processor is), 'float32' or 'bfloat16' products.") @Default("auto") Precision precision,
    @Doc("Tokens that are scored at a time.") @Default("8000") @Range(min = 1) long microBatchTokens,
    @Doc("Seed of all draws.") @Default("0") long seed) {

    /** What becomes of a prompt whose weight lies on one or two candidates. */
    public enum TooFew { SKIP, ERROR }

    /** β. */
    double betaValue() {
        return beta.or(() -> mode == Mode.AVOID_DISPLACEMENT ? 1 : 0.1);
    }

    /** β/β_r. */
    double ratio() {
        return betaValue() / rewardTemperature.or(this::betaValue);
    }

    /** Whether candidates are scored by the target's log-ratio; otherwise by rewards. */
    boolean byTarget() {
        return mode.scored() && target.isPresent();
    }

    /** Log-weights by rewards. */
    CandidateWeights weights(double[] rewards) {
        return CandidateWeights.ofReward(rewards, ratio());
    }
}
