package dev.plackett.text;

import dev.plackett.data.Row;
import java.util.Arrays;

/**
 * A prompt and its completion as token ids.
 *
 * @param prompt     ids of the prompt, BOS first where the tokenizer has one
 * @param completion ids of the completion, with or without EOS
 */
public record PromptCompletion(int[] prompt, int[] completion) {

    /** What to do when one token covers the end of the prompt and the beginning of the completion. */
    public enum Straddle {
        /** An error that shows the token. */
        ERROR,
        /** The token belongs to the completion (the SPPO authors' and TRL's older rule). */
        TO_COMPLETION
    }

    /**
     * Tokenises the joint text and cuts it where the prompt's characters end, so that the ids are those a model reads.
     *
     * @param eos whether EOS ends the completion; one that the text already ends with is not doubled
     * @throws IllegalArgumentException when a token straddles the cut and {@code straddle} is ERROR, or nothing is left to score
     */
    public static PromptCompletion of(Tokenizer tokenizer, String prompt, String completion, boolean eos, Straddle straddle) {
        Tokenizer.Tokens tokens = tokenizer.tokens(prompt + completion);
        int n = tokens.ids().length;
        int cut = 0;
        while (cut < n && tokens.end()[cut] <= prompt.length()) {
            cut++;
        }
        if (cut < n && tokens.start()[cut] < prompt.length() && straddle == Straddle.ERROR) {
            String text = (prompt + completion).substring(tokens.start()[cut], tokens.end()[cut]);
            throw new IllegalArgumentException("the token \"" + text + "\" lies across the end of the prompt (\"…"
                + prompt.substring(Math.max(0, prompt.length() - 20)) + "\"): end the prompt at a word's end and begin the completion with the space,"
                + " or choose the policy that gives the token to the completion");
        }
        int[] ids = Arrays.copyOfRange(tokens.ids(), cut, n);
        if (eos && tokenizer.eos().isPresent() && (ids.length == 0 || ids[ids.length - 1] != tokenizer.eos().getAsInt())) {
            ids = Arrays.copyOf(ids, ids.length + 1);
            ids[ids.length - 1] = tokenizer.eos().getAsInt();
        }
        if (ids.length == 0) {
            throw new IllegalArgumentException("the completion is empty: there is nothing to score");
        }
        return new PromptCompletion(withBos(tokenizer, Arrays.copyOf(tokens.ids(), cut)), ids);
    }

    /** A prompt's ids: exactly one BOS in front where the tokenizer has one, also when the text already begins with it. */
    public static int[] prompt(Tokenizer tokenizer, String prompt) {
        return withBos(tokenizer, tokenizer.encode(prompt));
    }

    /** A row with this one continuation, all of it scored. */
    public Row row() {
        return Row.of(prompt, completion);
    }

    private static int[] withBos(Tokenizer tokenizer, int[] ids) {
        if (tokenizer.bos().isEmpty() || ids.length > 0 && ids[0] == tokenizer.bos().getAsInt()) {
            return ids;
        }
        int[] out = new int[ids.length + 1];
        out[0] = tokenizer.bos().getAsInt();
        System.arraycopy(ids, 0, out, 1, ids.length);
        return out;
    }
}
