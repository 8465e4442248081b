package dev.plackett.judge;

import dev.plackett.data.Row;
import dev.plackett.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * PairRM's input (SPPO specification 6.4): source and two candidates in a row, each {@code [CLS] <prefix> … [SEP]}.
 * A tokenizer without [CLS] and [SEP] uses its BOS and EOS for them.
 *
 * <p>Texts lose what could be taken for the end of a piece: as in LLM-Blender a separator written in them becomes a space. Here the prefix tokens do too,
 * so that an answer cannot pretend to be the other candidate.
 */
public final class PairRmInput {

    private static final String SOURCE = "<|source|>";
    private static final List<String> CANDIDATES = List.of("<|candidate1|>", "<|candidate2|>");
    /** The misspelling is LLM-Blender's; the released ranker was trained with it. */
    private static final String CONVERSATION = "Finish the following coversation in each i-th turn by filling in <Response i> with your response.";

    private final Tokenizer tokenizer;
    private final int start;
    private final int end;
    private final int source;
    private final int[] candidate;
    private final List<String> reserved;
    private final int sourceLength;
    private final int candidateLength;

    /**
     * @param sourceLength    most tokens of a source, its three special ones included (PairRM: 1224)
     * @param candidateLength most tokens of a candidate, plus half of what the source leaves (PairRM: 412)
     * @throws IllegalArgumentException when the tokenizer lacks a special token, or a length has no room for text
     */
    public PairRmInput(Tokenizer tokenizer, int sourceLength, int candidateLength) {
        if (Math.min(sourceLength, candidateLength) < 4) {
            throw new IllegalArgumentException("a piece of " + Math.min(sourceLength, candidateLength) + " tokens has no room for text beside its 3 special ones");
        }
        this.tokenizer = tokenizer;
        this.sourceLength = sourceLength;
        this.candidateLength = candidateLength;
        start = id("[CLS]", tokenizer.bos().orElse(-1));
        end = id("[SEP]", tokenizer.eos().orElse(-1));
        source = id(SOURCE, -1);
        candidate = CANDIDATES.stream().mapToInt(c -> id(c, -1)).toArray();
        String separator = tokenizer.id("[SEP]").isPresent() ? "[SEP]" : tokenizer.special("eos_token");
        reserved = List.of(separator, SOURCE, CANDIDATES.get(0), CANDIDATES.get(1), "<|candidate|>");
    }

    /**
     * A comparison of whole conversations with the same user turns, as LLM-Blender words it.
     *
     * @param user    the user's turns
     * @param answers for each candidate its answers, one per turn
     */
    public static Contest conversation(List<String> user, List<List<String>> answers) {
        for (List<String> each : answers) {
            if (each.size() != user.size()) {
                throw new IllegalArgumentException("a candidate answers " + each.size() + " of " + user.size() + " turns");
            }
        }
        return new Contest(CONVERSATION + lines(user.size(), i -> "USER: " + user.get(i) + "\nAssistant: <Response " + (i + 1) + ">"),
            answers.stream().map(each -> lines(user.size(), i -> "<Response " + (i + 1) + ">: " + each.get(i))).toList());
    }

    /** A source's tokens. */
    public int[] source(String text) {
        return piece(SOURCE, source, text, sourceLength);
    }

    /**
     * A candidate's tokens.
     *
     * @param position      0 for the first candidate, 1 for the second
     * @param sourceTokens  tokens of the source, which leaves its unused room to the candidates
     */
    public int[] candidate(String text, int position, int sourceTokens) {
        if (position < 0 || position >= candidate.length || sourceTokens < 0 || sourceTokens > sourceLength) {
            throw new IllegalArgumentException("candidate " + position + " beside a source of " + sourceTokens + " tokens, expected 0 or 1 and at most "
                + sourceLength);
        }
        return piece(CANDIDATES.get(position), candidate[position], text, candidateLength + (sourceLength - sourceTokens) / 2);
    }

    /** A whole comparison. */
    public Row row(String prompt, String first, String second) {
        int[] s = source(prompt);
        return Row.of(s, candidate(first, 0, s.length), candidate(second, 1, s.length));
    }

    private int[] piece(String prefix, int prefixId, String text, int limit) {
        String clean = text;
        for (String token : reserved) {
            clean = clean.replace(token, " ");
        }
        // Prefix and text go through the tokenizer together: whether a text's first word gets a space in front depends on what precedes it.
        int[] ids = tokenizer.encode(prefix + clean);
        if (ids.length == 0 || ids[0] != prefixId) {
            throw new IllegalStateException("the tokenizer does not read '" + prefix + "' as one token: it is no added token of tokenizer.json");
        }
        int[] kept = Arrays.copyOf(ids, Math.min(ids.length, limit - 2));
        return IntStream.concat(IntStream.concat(IntStream.of(start), IntStream.of(kept)), IntStream.of(end)).toArray();
    }

    private static String lines(int n, java.util.function.IntFunction<String> line) {
        return IntStream.range(0, n).mapToObj(line).collect(Collectors.joining("\n"));
    }

    private int id(String token, int otherwise) {
        int id = tokenizer.id(token).orElse(otherwise);
        if (id < 0) {
            throw new IllegalArgumentException("the ranker's tokenizer has no token '" + token + "': is this a pair ranker's folder?");
        }
        return id;
    }
}
