package dev.plackett.recipe.did.toy;

import java.util.stream.IntStream;

/**
 * The size of the autoregressive toy (DID specification, R5): few enough responses that each can be looked at.
 *
 * @param prompts number of prompts
 * @param tokens  K, number of tokens
 * @param length  L, tokens of every response
 * @param width   of embeddings and state
 */
public record ToyShape(int prompts, int tokens, int length, int width) {

    /** Where enumeration ends. */
    private static final int MOST_RESPONSES = 1_000_000;

    public ToyShape {
        if (prompts < 1 || tokens < 2 || length < 1 || width < 1 || Math.pow(tokens, length) > MOST_RESPONSES) {
            throw new IllegalArgumentException(prompts + " prompts, " + tokens + " tokens, length " + length + ", width " + width
                + ": expected at least 1, 2, 1 and 1 with at most " + MOST_RESPONSES + " responses");
        }
    }

    /** 48 prompts, 4 tokens, length 5: 1024 responses. */
    public static ToyShape standard() {
        return new ToyShape(48, 4, 5, 32);
    }

    /** V = K^L. */
    public int responses() {
        int n = 1;
        for (int i = 0; i < length; i++) {
            n *= tokens;
        }
        return n;
    }

    /** The tokens of a response {@code [L]}; the first token counts most in its index. */
    public int[] response(int index) {
        int[] out = new int[length];
        int rest = index;
        for (int i = length - 1; i >= 0; i--) {
            out[i] = rest % tokens;
            rest /= tokens;
        }
        return out;
    }

    /** R(y) of every response {@code [V]}: how often token 0 occurs. */
    public double[] zeros() {
        return IntStream.range(0, responses()).mapToDouble(i -> IntStream.of(response(i)).filter(t -> t == 0).count()).toArray();
    }
}
