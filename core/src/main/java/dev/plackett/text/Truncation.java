package dev.plackett.text;

import java.util.Arrays;

/**
 * What is kept of a prompt and its answers when they do not fit (SPPO specification 2.7 step 4 and section 10). Lengths count tokens after BOS and EOS
 * were added.
 *
 * <p>{@link #released} is the authors' code: once a pair does not fit, its prompt keeps its last half (and loses BOS), and if that is not enough every
 * answer is cut to the other half, however short the prompt is; EOS is lost in silence. {@link #budget}, ours and the default, gives answers all that is
 * left, keeps BOS, and says which answers were cut, for the caller to drop or flag.
 */
@FunctionalInterface
public interface Truncation {

    /**
     * What is kept.
     *
     * @param head    first tokens of the prompt that stay
     * @param tail    last tokens of the prompt that stay
     * @param answers first tokens of each answer that stay
     * @param cut     whether an answer lost tokens, its EOS among them
     */
    record Kept(int head, int tail, int[] answers, boolean[] cut) {

        /** The prompt's tokens that stay. */
        public int[] prompt(int[] ids) {
            int[] out = Arrays.copyOf(ids, head + tail);
            System.arraycopy(ids, ids.length - tail, out, head, tail);
            return out;
        }

        /** An answer's tokens that stay. */
        public int[] answer(int index, int[] ids) {
            return Arrays.copyOf(ids, answers[index]);
        }

        /** Length of the prompt that stays. */
        public int promptLength() {
            return head + tail;
        }
    }

    /** Decides, from the lengths of a prompt and its answers. */
    Kept keep(int prompt, int... answers);

    /** Keeps everything. */
    static Truncation none() {
        return (prompt, answers) -> new Kept(0, prompt, answers.clone(), new boolean[answers.length]);
    }

    /**
     * The released code's rule, {@code keep_end}.
     *
     * @param maxLength       most tokens of prompt and answer (released: 1024)
     * @param maxPromptLength tokens of the prompt that stay when they do not fit (released: 512)
     */
    static Truncation released(int maxLength, int maxPromptLength) {
        need(maxPromptLength > 0 && maxPromptLength < maxLength, maxLength, maxPromptLength);
        return (prompt, answers) -> {
            int longest = Arrays.stream(answers).max().orElse(0);
            int left = prompt + longest > maxLength ? Math.min(prompt, maxPromptLength) : prompt;
            boolean fits = left + longest <= maxLength;
            return kept(0, left, answers, fits ? longest : maxLength - maxPromptLength);
        };
    }

    /**
     * Answers first: the prompt gives way from its left, after its first token (BOS), but keeps {@code leastPrompt}; then answers are cut to what is left.
     *
     * @param maxLength   most tokens of prompt and answer
     * @param leastPrompt tokens of a longer prompt that stay in any case
     */
    static Truncation budget(int maxLength, int leastPrompt) {
        need(leastPrompt > 0 && leastPrompt < maxLength, maxLength, leastPrompt);
        return (prompt, answers) -> {
            int longest = Arrays.stream(answers).max().orElse(0);
            int left = Math.min(prompt, Math.max(leastPrompt, maxLength - longest));
            return kept(Math.min(1, left), left - Math.min(1, left), answers, maxLength - left);
        };
    }

    private static Kept kept(int head, int tail, int[] answers, int most) {
        int[] lengths = Arrays.stream(answers).map(a -> Math.min(a, most)).toArray();
        boolean[] cut = new boolean[answers.length];
        for (int i = 0; i < cut.length; i++) {
            cut[i] = lengths[i] < answers[i];
        }
        return new Kept(head, tail, lengths, cut);
    }

    private static void need(boolean holds, int maxLength, int prompt) {
        if (!holds) {
            throw new IllegalArgumentException("prompts may keep " + prompt + " of " + maxLength + " tokens: expected at least 1 and fewer than all");
        }
    }
}
