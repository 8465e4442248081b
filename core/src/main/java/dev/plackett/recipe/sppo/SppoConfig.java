package dev.plackett.recipe.sppo;

import dev.plackett.judge.Ranking;
import dev.plackett.judge.WinProbability;
import dev.plackett.objective.Sppo;
import dev.plackett.recipe.AutoNumber;
import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Lora;
import dev.plackett.recipe.LengthLimit;
import dev.plackett.recipe.Precision;
import dev.plackett.recipe.Range;
import dev.plackett.train.Schedule;
import dev.plackett.train.Settings;
import java.util.List;
import java.util.Map;

/** Configuration of a self-play run. */
record SppoConfig(
    @Doc("The policy: 'embedded', or a Hugging Face folder of a causal model.") @Default("embedded") String model,
    @Doc("'wordnet' (needs the embedded model), or a file: JSONL with a \"prompt\" per row, or text with a prompt per line.") @Default("wordnet") String prompts,
    @Doc("'auto' renders each prompt as a user's turn where the model has a chat template, 'none' takes it as it is, 'always' asks for a template.")
    @Default("auto") Template template,
    @Doc("Who judges during training: 'embedded', a pair ranker's folder, or the name of a judge from --plugins.") @Default("embedded") String judge,
    @Doc("Options of a judge by name: {model: DIR} for 'likelihood', {ranker: second} for 'embedded'.") @Default("{}") Map<String, Object> judgeOptions,
    @Doc("Who judges the evaluation beside it: 'auto' (the embedded one beside the embedded judge, else none), 'none', a folder or a name.")
    @Default("auto") String heldOutJudge,
    @Doc("Its options.") @Default("{}") Map<String, Object> heldOutJudgeOptions,
    @Doc("Rounds of self-play; each begins at the policy that the last one left.") @Default("3") @Range(min = 1) int rounds,
    @Doc("Answers sampled per prompt (K).") @Default("5") @Range(min = 2, max = 64) int samples,
    @Doc("Prompts per round; every round has its own.") @Default("200") @Range(min = 1) int promptsPerRound,
    @Doc("Prompts of the evaluation; none of them trains.") @Default("400") @Range(min = 2) int evaluationPrompts,
    @Doc("Answers per evaluation prompt for the first arm; the others get one.") @Default("2") @Range(min = 1) int evaluationSamples,
    @Doc("Also evaluate the mixture of all rounds (the theory's average policy): each prompt is answered by a round drawn evenly.")
    @Default("false") boolean evaluateMixture,
    @Doc("Prompts for fresh pairs: drawn from the round's policy and judged, but not trained on.") @Default("100") @Range(min = 2) int freshPrompts,
    @Doc("How answers are drawn, in training and evaluation.") Decoding sampling,
    @Doc("How verdicts become training pairs.") Preference preference,
    @Doc("How each round trains.") Training training,
    @Doc("What is run: the first arm is the run's own, the others stand beside it.")
    @Default("[{name: sppo}]") List<Arm> arms,
    @Doc("One whole run per seed.") @Default("[0]") List<Long> seeds) {

    /** Whether prompts become conversations. The judge reads the bare prompt in any case. */
    public enum Template { AUTO, NONE, ALWAYS }

    /** How answers are drawn. The paper: temperature 1, top_p 1. The authors' code: 0.7 and 0.9. */
    public record Decoding(
        @Doc("Divides the logits.") @Default("1.0") @Range(min = 0) double temperature,
        @Doc("Only the k most likely tokens; 0 for all.") @Default("0") @Range(min = 0) int topK,
        @Doc("Only the most likely tokens that together reach this probability.") @Default("1.0") @Range(min = 0, max = 1) double topP,
        @Doc("Only tokens at least this fraction as likely as the most likely one.") @Default("0.0") @Range(min = 0, max = 1) double minP,
        @Doc("Most new tokens.") @Default("48") @Range(min = 1) int maxNewTokens) {

        /** Whether answers are drawn from the policy itself, neither sharpened nor cut. */
        boolean plain() {
            return temperature == 1 && topK == 0 && topP == 1 && minP == 0;
        }
    }

    /** How verdicts become training pairs. */
    public record Preference(
        @Doc("'average' (the paper), 'sum', or 'released' (the authors' code: a Bradley-Terry model within each prompt).")
        @Default("average") WinProbability winProbability,
        @Doc("What orders the answers: 'score' or 'win_rate'.") @Default("score") Ranking.Selection selection,
        @Doc("Which answers train: 'best_and_worst' or 'all'.") @Default("best_and_worst") Answers train,
        @Doc("Keep pairs whose scores tie or whose texts are equal, as the authors' code does.") @Default("false") boolean keepTies,
        @Doc("'soft' (win rates), 'hard' (+-1/2, TRL's sppo_hard), or 'single' (the pair's own probability).") @Default("soft") Sppo.Target target,
        @Doc("'mean' (the authors' code) or 'sum' (TRL) over the answers of a prompt.") @Default("mean") Sppo.Weight weight,
        @Doc("What stands for the log-normaliser: 'constant' or 'partition' (exact for the sample).") @Default("constant") Sppo.Baseline baseline,
        @Doc("The constant; the paper takes one half.") @Default("0.5") @Range(min = 0, max = 1) double baselineConstant,
        @Doc("Draw win rates towards one half where best and worst answer are alike.") @Default("false") boolean similarityGate,
        @Doc("Log-ratios per token instead of sums; an experiment.") @Default("false") boolean tokenMean,
        @Doc("'budget' drops prompts whose answers were cut; 'released' trains on what is left, as the authors' code does.") @Default("budget") LengthLimit.Cut truncation,
        @Doc("Most tokens of prompt and answer in training; 'auto' is 1024, or the model's context where that is shorter.") @Default("auto") AutoNumber maxLength,
        @Doc("Last tokens of a prompt that stay when it does not fit; 'auto' is half of max_length.") @Default("auto") AutoNumber maxPromptLength) {

        /** Which answers train. */
        public enum Answers { BEST_AND_WORST, ALL }

        /** The same on best and worst answer, without ties. */
        Preference onPairs() {
            return new Preference(winProbability, selection, Answers.BEST_AND_WORST, false, target, weight, baseline, baselineConstant, similarityGate,
                tokenMean, truncation, maxLength, maxPromptLength);
        }

        /** How long rows may be. */
        LengthLimit length() {
            return new LengthLimit(truncation, maxLength, maxPromptLength);
        }
    }

    /** How each round trains. */
    public record Training(
        @Doc("Peak learning rate.") @Default("1e-4") @Range(min = 0) double learningRate,
        @Doc("Prompts per update.") @Default("16") @Range(min = 1) int batchSize,
        @Doc("Epochs that the schedule is laid out for (the paper: 18).") @Default("1") @Range(min = 0) double scheduleEpochs,
        @Doc("Epochs after which a round's training ends (the paper: 1).") @Default("1") @Range(min = 0) double stopAfterEpochs,
        @Doc("'linear', 'cosine' or 'constant' after the warm-up.") @Default("linear") Schedule.Shape schedule,
        @Doc("Share of the schedule that warms up.") @Default("0.1") @Range(min = 0, max = 1) double warmupRatio,
        @Doc("'rmsprop' (the authors') or 'adamw'.") @Default("rmsprop") Settings.Rule optimizer,
        @Doc("Weight decay of matrices.") @Default("0") @Range(min = 0) double weightDecay,
        @Doc("Longest gradient; 0 never clips.") @Default("1.0") @Range(min = 0) double maxGradNorm,
        @Doc("Tokens of graph alive at a time; some hundred suit processors, a GPU wants more.") @Default("768") @Range(min = 1) long microBatchTokens,
        @Doc("'auto' (by what the processor is), 'float32' or 'bfloat16' products over float32 weights.") @Default("auto") Precision precision,
        @Doc("Updates between two checkpoints.") @Default("200") @Range(min = 1) int checkpointSteps,
        @Doc("Compute activations again in the backward pass instead of keeping them: less memory, a third more time, the same gradient.")
        @Default("false") boolean activationCheckpointing,
        @Doc("Train low-rank adapters; each round's model is then the last one with its adapter merged.") Lora lora) {}

    /** One method with its own setting. */
    public record Arm(
        @Doc("Its name in tables.") String name,
        @Doc("An objective by name: sppo, dpo, ipo, or your own from --plugins; all are trained on the same kind of pairs.") @Default("sppo") String method,
        @Doc("Options of the objective, {beta: 0.1} say; SPPO's stand under preference.") @Default("{}") Map<String, Object> options,
        @Doc("SPPO's eta: a number, or 'auto': 0.4 eta = 4 nats below a billion parameters, else the paper's 1000.") @Default("auto") AutoNumber eta,
        @Doc("Peak learning rate; 'auto' takes training.learning_rate.") @Default("auto") AutoNumber learningRate,
        @Doc("Epochs of this arm; 'auto' takes training's.") @Default("auto") AutoNumber epochs) {

        /** Whether it is SPPO itself, which takes eta and the options under {@code preference}. */
        boolean sppo() {
            return method.equals("sppo");
        }
    }
}
