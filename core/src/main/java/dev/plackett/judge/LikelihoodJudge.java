package dev.plackett.judge;

import dev.plackett.data.Column;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.event.StopSignal;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Scorer;
import dev.plackett.model.Scores;
import dev.plackett.model.Want;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Scoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A language model as judge: C_ij = ℓ_i − ℓ_j with ℓ the log-likelihood of an answer, EOS included, given the prompt; its sum, which favours short answers,
 * or its mean over tokens. The logits are additive, so this judge has no cycles.
 */
public final class LikelihoodJudge implements Judge {

    private static final long BUDGET = 4096;

    private final Scorer<TokenBatch> scorer;
    private final Tokenizer tokenizer;
    private final boolean perToken;
    private final Runnable release;

    private LikelihoodJudge(Scorer<TokenBatch> scorer, Tokenizer tokenizer, boolean perToken, Runnable release) {
        this.scorer = scorer;
        this.tokenizer = tokenizer;
        this.perToken = perToken;
        this.release = release;
    }

    /**
     * A judge over a scorer and a tokenizer that stay the caller's.
     *
     * @param perToken mean instead of sum
     */
    public static LikelihoodJudge over(Scorer<TokenBatch> scorer, Tokenizer tokenizer, boolean perToken) {
        return new LikelihoodJudge(scorer, tokenizer, perToken, () -> { });
    }

    /** Opens a Hugging Face folder with model and tokenizer. */
    public static LikelihoodJudge open(Path folder, boolean perToken) {
        Tokenizer tokenizer = Tokenizer.open(folder);
        try {
            Decoder model = Decoder.frozen(folder, ScalarType.Float);
            return new LikelihoodJudge(new CausalScorer(model), tokenizer, perToken, () -> {
                model.parameters().close();
                tokenizer.close();
            });
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    @Override
    public List<Verdict> judge(List<Contest> contests) {
        return judge(contests, StopSignal.none());
    }

    @Override
    public List<Verdict> judge(List<Contest> contests, StopSignal stop) {
        List<TokenBatch> batches = contests.stream().map(this::batch).toList();
        Scores scores = Scoring.all(scorer, batches, Want.SEQUENCES, BUDGET, stop);
        double[] lengths = scores.columns().get(Column.LENGTH);
        List<Verdict> out = new ArrayList<>();
        int at = 0;
        for (Contest contest : contests) {
            int k = contest.candidates().size();
            double[][] c = new double[k][k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    c[i][j] = grade(scores, lengths, at + i) - grade(scores, lengths, at + j);
                }
            }
            at += k;
            out.add(new Verdict.Logits(c));
        }
        return out;
    }

    @Override
    public void close() {
        release.run();
    }

    private double grade(Scores scores, double[] lengths, int sequence) {
        return scores.values()[sequence] / (perToken ? lengths[sequence] : 1);
    }

    /** One row of K continuations where the prompt's tokens are the same for all; a token across the cut may make them differ. */
    private TokenBatch batch(Contest contest) {
        List<PromptCompletion> texts = contest.candidates().stream()
            .map(c -> PromptCompletion.of(tokenizer, contest.prompt(), c, true, PromptCompletion.Straddle.TO_COMPLETION)).toList();
        int[] prompt = texts.get(0).prompt();
        if (texts.stream().allMatch(t -> Arrays.equals(t.prompt(), prompt))) {
            return TokenBatch.of(Row.of(prompt, texts.stream().map(PromptCompletion::completion).toArray(int[][]::new)));
        }
        return new TokenBatch(texts.stream().map(t -> Row.of(t.prompt(), t.completion())).toList());
    }

    /** {@code likelihood}: options {@code model} (a folder) and {@code per_token}. */
    public static final class Provider implements JudgeProvider {

        private static final Option<String> MODEL = Option.text("model", "", "folder of a model and its tokenizer");
        private static final Option<Boolean> PER_TOKEN = Option.flag("per_token", true, "mean log-likelihood over tokens instead of the sum");

        @Override
        public String name() {
            return "likelihood";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(MODEL, PER_TOKEN);
        }

        @Override
        public Judge create(Options options) {
            Options.require(!options.get(MODEL).isEmpty(), "model", "missing", "the folder of the model that judges");
            return open(Path.of(options.get(MODEL)), options.get(PER_TOKEN));
        }
    }
}
