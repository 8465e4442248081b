package dev.plackett.recipe;

import dev.plackett.text.Truncation;

/**
 * How long rows may be, as recipes write it.
 *
 * @param truncation      what happens to what is too long
 * @param maxLength       most tokens of prompt and answer; {@code auto} is 1024, or the model's context where that is shorter
 * @param maxPromptLength tokens of a prompt that stay when it does not fit; {@code auto} is half of {@code maxLength}
 */
public record LengthLimit(Cut truncation, AutoNumber maxLength, AutoNumber maxPromptLength) {

    private static final int USUAL = 1024;

    /** What happens to what is too long. */
    public enum Cut {
        /** Prompts give way from the left; rows whose answers would lose tokens are dropped and counted. */
        BUDGET,
        /** The rule of the SPPO authors' code and of TRL's {@code keep_end}: what is left is trained on. */
        RELEASED
    }

    /** Most tokens of prompt and answer, for a model whose context holds so many tokens. */
    public int most(int context) {
        return (int) maxLength.or(() -> Math.min(USUAL, context));
    }

    /**
     * The rule, for a model whose context holds so many tokens.
     *
     * @throws IllegalArgumentException when max_length does not fit into it, or max_prompt_length into max_length
     */
    public Truncation rule(int context) {
        int most = most(context);
        if (most > context) {
            throw new IllegalArgumentException("max_length is " + most + ", the model's context holds " + context);
        }
        int prompt = (int) maxPromptLength.or(() -> most / 2);
        return truncation == Cut.RELEASED ? Truncation.released(most, prompt) : Truncation.budget(most, prompt);
    }
}
