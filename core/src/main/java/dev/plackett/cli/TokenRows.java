package dev.plackett.cli;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.io.FormatException;
import dev.plackett.model.CausalModel;
import dev.plackett.model.TokenIds;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.Tokenizer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Rows of a user's file as tokens. A tokenizer is opened when the first text asks for it. */
final class TokenRows implements AutoCloseable {

    private final Path model;
    private final Path file;
    private final boolean eos;
    private final PromptCompletion.Straddle straddle;
    private Tokenizer tokenizer;

    TokenRows(Path model, Path file, boolean eos, boolean straddle) {
        this.model = model;
        this.file = file;
        this.eos = eos;
        this.straddle = straddle ? PromptCompletion.Straddle.TO_COMPLETION : PromptCompletion.Straddle.ERROR;
    }

    /** A row to score: text {@code prompt} and {@code completion}, or {@code input_ids} and {@code completion_mask}. */
    Row scored(JsonNode row, int number, CausalModel.Shape shape) {
        try {
            if (row.has("input_ids")) {
                return masked(ids(row, "input_ids", number), ids(row, "completion_mask", number), number);
            }
            PromptCompletion text = PromptCompletion.of(tokenizer(), text(row, "prompt", number), text(row, "completion", number), eos, straddle);
            return Row.of(text.prompt(), text.completion());
        } catch (IllegalArgumentException e) {
            throw new FormatException(file, "row " + number, e.getMessage(), e);
        }
    }

    /** A prompt to continue: text {@code prompt}, or {@code input_ids}. */
    int[] prompt(JsonNode row, int number, CausalModel.Shape shape) {
        int[] ids = row.has("input_ids") ? ids(row, "input_ids", number) : PromptCompletion.prompt(tokenizer(), text(row, "prompt", number));
        if (ids.length == 0) {
            throw new FormatException(file, "row " + number, "the prompt is empty");
        }
        try {
            TokenIds.check(ids, shape.vocabulary());
        } catch (IllegalArgumentException e) {
            throw new FormatException(file, "row " + number, e.getMessage(), e);
        }
        return ids;
    }

    /** The model's tokenizer. */
    Tokenizer tokenizer() {
        if (tokenizer == null) {
            tokenizer = Tokenizer.open(model);
        }
        return tokenizer;
    }

    @Override
    public void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }

    private Row masked(int[] ids, int[] mask, int number) {
        if (ids.length != mask.length) {
            throw new FormatException(file, "row " + number, "completion_mask has " + mask.length + " entries for " + ids.length + " input_ids");
        }
        int first = 0;
        while (first < mask.length && mask[first] == 0) {
            first++;
        }
        if (first == mask.length || first == 0 && Arrays.stream(mask).sum() <= 1) {
            throw new FormatException(file, "row " + number, "completion_mask leaves nothing to score");
        }
        // Nothing predicts the very first token, so it is read whatever its mask says.
        int cut = Math.max(1, first);
        boolean[] scored = new boolean[ids.length - cut];
        for (int i = 0; i < scored.length; i++) {
            scored[i] = mask[cut + i] != 0;
        }
        return new Row(Arrays.copyOf(ids, cut), List.of(new Branch(Arrays.copyOfRange(ids, cut, ids.length), scored, number)));
    }

    private String text(JsonNode row, String field, int number) {
        if (!row.path(field).isString()) {
            throw new FormatException(file, "row " + number, "expected a text \"" + field + "\", or \"input_ids\"; found " + row.propertyNames());
        }
        return row.get(field).stringValue();
    }

    private int[] ids(JsonNode row, String field, int number) {
        JsonNode array = row.path(field);
        if (!array.isArray() || !array.valueStream().allMatch(n -> n.isIntegralNumber() && n.canConvertToInt())) {
            throw new FormatException(file, "row " + number, "expected whole numbers in \"" + field + "\", found "
                + (array.isMissingNode() ? "no such field" : array.getNodeType()));
        }
        return array.valueStream().mapToInt(JsonNode::intValue).toArray();
    }
}
