package dev.plackett.text;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.data.file.Content;
import dev.plackett.data.file.Item;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Rows of users' files as rows of tokens: one prefix, one continuation per answer. Text gets exactly one BOS and, if wished, one EOS; conversations are
 * rendered by the chat template, which writes its own end of turn, so that EOS is not added to them.
 *
 * @param tokenizer  the model's
 * @param template   its chat template, if it has one
 * @param eos        whether EOS ends the answers of text rows
 * @param straddle   what to do with a token across the end of the prompt
 * @param truncation what is kept of rows that are too long
 */
public record RowEncoder(Tokenizer tokenizer, Optional<ChatTemplate> template, boolean eos, PromptCompletion.Straddle straddle, Truncation truncation) {

    /**
     * An item's row, with a flag for each answer that lost tokens.
     *
     * @param row prefix and continuations; a preference's are (chosen, rejected)
     * @param cut whether truncation shortened the answer
     */
    public record Encoded(Row row, boolean[] cut) {}

    /**
     * Encodes an item that has something to score.
     *
     * @throws IllegalArgumentException naming file and line: no template for a conversation, a straddling token, nothing to score
     */
    public Encoded encode(Item item) {
        try {
            if (item instanceof Item.Completion c) {
                return row(c.prompt(), List.of(c.completion()));
            }
            if (item instanceof Item.Preference p) {
                return row(p.prompt(), List.of(p.chosen(), p.rejected()));
            }
            if (item instanceof Item.Labelled l) {
                return row(l.prompt(), List.of(l.completion()));
            }
            if (item instanceof Item.Candidates c) {
                return row(c.prompt(), c.candidates());
            }
            if (item instanceof Item.Tokens t) {
                return new Encoded(tokens(t), new boolean[1]);
            }
            if (item instanceof Item.Language l) {
                return language(l.text());
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(item.origin() + ": " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(item.origin() + ": a prompt alone has nothing to score: a completion is needed");
    }

    /** The text of a prompt, rendered up to where the answer begins. */
    public String promptText(Content prompt) {
        return prompt instanceof Content.Messages m ? chat().render(m.messages(), true) : ((Content.Text) prompt).text();
    }

    /** The tokens of a prompt, BOS first where the tokenizer has one. */
    public int[] prompt(Content prompt) {
        return PromptCompletion.prompt(tokenizer, promptText(prompt));
    }

    private Encoded row(Content prompt, List<Content> answers) {
        List<PromptCompletion> parts = new ArrayList<>();
        for (Content answer : answers) {
            if (prompt instanceof Content.Messages p && answer instanceof Content.Messages a) {
                ChatTemplate.Pair pair = chat().promptCompletion(p.messages(), a.messages());
                parts.add(PromptCompletion.of(tokenizer, pair.prompt(), pair.completion(), false, straddle));
            } else {
                parts.add(PromptCompletion.of(tokenizer, promptText(prompt), ((Content.Text) answer).text(), eos, straddle));
            }
        }
        int shared = shared(parts);
        int[] prefix = Arrays.copyOf(parts.get(0).prompt(), shared);
        List<int[]> tails = parts.stream().map(p -> tail(p, shared)).toList();
        Truncation.Kept kept = truncation.keep(prefix.length, tails.stream().mapToInt(t -> t.length).toArray());
        int[][] continuations = new int[tails.size()][];
        for (int i = 0; i < continuations.length; i++) {
            continuations[i] = kept.answer(i, tails.get(i));
        }
        return new Encoded(Row.of(kept.prompt(prefix), continuations), kept.cut());
    }

    /** How many tokens all prompts share; a straddling token may differ from answer to answer, more may not. */
    private static int shared(List<PromptCompletion> parts) {
        int shortest = parts.stream().mapToInt(p -> p.prompt().length).min().orElseThrow();
        int n = 0;
        while (n < shortest) {
            int at = n;
            if (parts.stream().anyMatch(p -> p.prompt()[at] != parts.get(0).prompt()[at])) {
                break;
            }
            n++;
        }
        int longest = parts.stream().mapToInt(p -> p.prompt().length).max().orElseThrow();
        if (longest - n > 1) {
            throw new IllegalArgumentException("the prompt's tokens differ in more than the last one between the answers: " + (longest - n)
                + " tokens; end the prompt at a word's end");
        }
        return n;
    }

    private static int[] tail(PromptCompletion part, int shared) {
        int moved = part.prompt().length - shared;
        int[] out = new int[moved + part.completion().length];
        System.arraycopy(part.prompt(), shared, out, 0, moved);
        System.arraycopy(part.completion(), 0, out, moved, part.completion().length);
        return out;
    }

    private Encoded language(Content text) {
        int[] ids = tokens(text);
        Truncation.Kept kept = truncation.keep(1, ids.length - 1);
        return new Encoded(Row.of(new int[] {ids[0]}, kept.answer(0, Arrays.copyOfRange(ids, 1, ids.length))), kept.cut());
    }

    /**
     * The tokens of something to be learnt whole, at least two.
     *
     * @throws IllegalArgumentException naming file and line: fewer tokens, or no template for a conversation
     */
    public int[] tokens(Item.Language item) {
        try {
            return tokens(item.text());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(item.origin() + ": " + e.getMessage(), e);
        }
    }

    private int[] tokens(Content text) {
        String whole = text instanceof Content.Messages m ? chat().render((JsonNode) m.messages(), false) : ((Content.Text) text).text();
        PromptCompletion all = PromptCompletion.of(tokenizer, "", whole, eos && !text.conversational(), straddle);
        int[] ids = tail(all, 0);
        boolean doubled = tokenizer.bos().isPresent() && ids.length > 1 && ids[0] == ids[1] && ids[0] == tokenizer.bos().getAsInt();
        ids = doubled ? Arrays.copyOfRange(ids, 1, ids.length) : ids;
        if (ids.length < 2) {
            throw new IllegalArgumentException("the text has fewer than two tokens: nothing can be scored");
        }
        return ids;
    }

    /**
     * Tokens as they are, which needs no tokenizer. What comes before the first scored one is the prefix.
     *
     * @throws IllegalArgumentException when no token is scored
     */
    public static Row tokens(Item.Tokens item) {
        int first = 0;
        while (first < item.ids().length && !item.scored()[first]) {
            first++;
        }
        if (first == item.ids().length) {
            throw new IllegalArgumentException("there is nothing to score: input_ids needs a second token, or completion_mask a 1");
        }
        int[] ids = Arrays.copyOfRange(item.ids(), first, item.ids().length);
        boolean[] scored = Arrays.copyOfRange(item.scored(), first, item.ids().length);
        Branch branch = new Branch(ids, scored, Branch.of(ids).key());
        return new Row(Arrays.copyOf(item.ids(), first), List.of(branch));
    }

    private ChatTemplate chat() {
        return template.orElseThrow(() -> new IllegalArgumentException(
            "the row is a conversation, and the model's folder has no chat template: give prompt and completion as text"));
    }
}
