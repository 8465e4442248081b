package dev.plackett.judge;

import dev.plackett.data.Row;
import dev.plackett.text.Tokenizer;
import java.util.Arrays;

/**
 * PairRM's input (SPPO specification 6.4): source and two candidates in a row, each {@code [CLS] <prefix> … [SEP]}.
 * A tokenizer without [CLS] and [SEP] uses its BOS and EOS for them.
 */
public final class PairRmInput {

    private final Tokenizer tokenizer;
    private final int start;
    private final int end;
    private final int source;
    private final int[] candidate;
    private final int sourceLength;
    private final int candidateLength;

    /**
     * @param sourceLength    most tokens of a source, its three special ones included (PairRM: 1224)
     * @param candidateLength most tokens of a candidate, plus half of what the source leaves (PairRM: 412)
     */
    public PairRmInput(Tokenizer tokenizer, int sourceLength, int candidateLength) {
        this.tokenizer = tokenizer;
        this.sourceLength = sourceLength;
        this.candidateLength = candidateLength;
        start = id("[CLS]", tokenizer.bos().orElse(-1));
        end = id("[SEP]", tokenizer.eos().orElse(-1));
        source = id("<|source|>", -1);
        candidate = new int[] {id("<|candidate1|>", -1), id("<|candidate2|>", -1)};
    }

    /** A source's tokens. */
    public int[] source(String text) {
        return piece(source, text, sourceLength);
    }

    /**
     * A candidate's tokens.
     *
     * @param position      0 for the first candidate, 1 for the second
     * @param sourceTokens  tokens of the source, which leaves its unused room to the candidates
     */
    public int[] candidate(String text, int position, int sourceTokens) {
        return piece(candidate[position], text, candidateLength + (sourceLength - sourceTokens) / 2);
    }

    /** A whole comparison. */
    public Row row(String prompt, String first, String second) {
        int[] s = source(prompt);
        return Row.of(s, candidate(first, 0, s.length), candidate(second, 1, s.length));
    }

    private int[] piece(int prefix, String text, int limit) {
        int[] ids = tokenizer.encode(text.replace("[SEP]", " "));
        int kept = Math.min(ids.length, limit - 3);
        int[] out = new int[kept + 3];
        out[0] = start;
        out[1] = prefix;
        System.arraycopy(Arrays.copyOf(ids, kept), 0, out, 2, kept);
        out[kept + 2] = end;
        return out;
    }

    private int id(String token, int otherwise) {
        int id = tokenizer.id(token).orElse(otherwise);
        if (id < 0) {
            throw new IllegalArgumentException("the ranker's tokenizer has no token '" + token + "': is this a pair ranker's folder?");
        }
        return id;
    }
}
