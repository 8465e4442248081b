package dev.plackett.recipe.pairs;

import dev.plackett.evaluate.did.CandidateWeights;
import java.util.Locale;

/** Whence chosen and rejected answers come. With each of them DPO at the run's β has the target as its optimum; contrastive decoding nearly so. */
enum Mode {
    /** Candidates of one policy; the rejected answer resampled by exp(−(β/β_r)·R). */
    REWARD(true, true, false),
    /** Candidates of one policy; the rejected answer resampled by (reference/target)^β. */
    TARGET(true, true, true),
    /** Two candidates, labelled by a coin that falls with σ(β[log q(a) − log q(b)]). */
    LABEL(true, false, false),
    /** The chosen answer from the target, the rejected one from the reference; β is 1. */
    AVOID_DISPLACEMENT(false, false, true),
    /** The chosen answer from the reference, the rejected one decoded token by token with logits (1+β)·reference − β·target. */
    CONTRASTIVE(false, false, true);

    private final boolean scored;
    private final boolean resampled;
    private final boolean targeted;

    Mode(boolean scored, boolean resampled, boolean targeted) {
        this.scored = scored;
        this.resampled = resampled;
        this.targeted = targeted;
    }

    /** Whether pairs are made of candidates that have scores; otherwise both answers are drawn as they are. */
    boolean scored() {
        return scored;
    }

    /** Whether the rejected answer is resampled, so that there is an effective sample size. */
    boolean resampled() {
        return resampled;
    }

    /** Whether it cannot do without a target model. */
    boolean targeted() {
        return targeted;
    }

    /** Fewest candidates of a prompt that make so many pairs. */
    int fewest(int pairs) {
        return !scored ? pairs : resampled ? pairs + (int) CandidateWeights.FEWEST : 2 * pairs;
    }

    /** As recipes write it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
