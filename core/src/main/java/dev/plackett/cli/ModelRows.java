package dev.plackett.cli;

import dev.plackett.data.Row;
import dev.plackett.data.file.Content;
import dev.plackett.data.file.DataFile;
import dev.plackett.data.file.Item;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.model.CausalModel;
import dev.plackett.model.TokenIds;
import dev.plackett.text.ChatTemplate;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.RowEncoder;
import dev.plackett.text.Tokenizer;
import dev.plackett.text.Truncation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a user's file as a model's tokens. A folder without tokenizer serves rows of {@code input_ids}.
 *
 * @param rows      the rows
 * @param tokenizer the model's, if it has one
 * @param encoder   encodes text, if there is a tokenizer
 * @param shape     the model's
 */
record ModelRows(List<Item> rows, Optional<Tokenizer> tokenizer, Optional<RowEncoder> encoder, CausalModel.Shape shape) implements AutoCloseable {

    /** The rows of a file. */
    static ModelRows of(Path model, Path file, CausalModel.Shape shape, boolean eos, PromptCompletion.Straddle straddle) {
        return of(model, DataFile.read(file).items(), shape, eos, straddle);
    }

    /** One prompt. */
    static ModelRows of(Path model, String prompt, CausalModel.Shape shape) {
        Item row = new Item.Prompt(new Item.Origin("--prompt", 1, Json.object()), new Content.Text(prompt));
        return of(model, List.of(row), shape, true, PromptCompletion.Straddle.ERROR);
    }

    private static ModelRows of(Path model, List<Item> rows, CausalModel.Shape shape, boolean eos, PromptCompletion.Straddle straddle) {
        boolean needed = rows.stream().anyMatch(r -> !(r instanceof Item.Tokens));
        if (!needed && !Files.exists(model.resolve("tokenizer.json"))) {
            return new ModelRows(rows, Optional.empty(), Optional.empty(), shape);
        }
        Tokenizer tokenizer = Tokenizer.open(model);
        Optional<ChatTemplate> template = rows.stream().anyMatch(Item::conversational) ? Optional.of(ChatTemplate.open(model, tokenizer).orElseThrow(
            () -> new FormatException(model, "", "has no chat template, and the rows are conversations"))) : Optional.empty();
        return new ModelRows(rows, Optional.of(tokenizer), Optional.of(new RowEncoder(tokenizer, template, eos, straddle, Truncation.none())), shape);
    }

    /**
     * Rows with something to score.
     *
     * @throws IllegalArgumentException naming file and line
     */
    List<Row> scored() {
        List<Row> out = new ArrayList<>();
        for (Item item : rows) {
            Row row = item instanceof Item.Tokens tokens ? checked(item, () -> RowEncoder.tokens(tokens)) : encoder.orElseThrow().encode(item).row();
            checked(item, () -> {
                check(row.prefix());
                row.branches().forEach(b -> check(b.ids()));
                row.branches().forEach(b -> fits(row.prefix().length + b.ids().length, shape.maxPositions()));
                return row;
            });
            out.add(row);
        }
        return out;
    }

    /**
     * Prompts to continue.
     *
     * @throws IllegalArgumentException naming file and line
     */
    List<int[]> prompts() {
        List<int[]> out = new ArrayList<>();
        for (Item item : rows) {
            out.add(checked(item, () -> {
                int[] ids = prompt(item);
                check(ids);
                fits(ids.length, shape.maxPositions() - 1);
                return ids;
            }));
        }
        return out;
    }

    @Override
    public void close() {
        tokenizer.ifPresent(Tokenizer::close);
    }

    private int[] prompt(Item item) {
        if (item instanceof Item.Tokens tokens) {
            return tokens.ids();
        }
        if (item instanceof Item.Prompted prompted) {
            return encoder.orElseThrow().prompt(prompted.prompt());
        }
        throw new IllegalArgumentException("has no prompt: expected a column \"prompt\", or \"input_ids\"");
    }

    private void check(int[] ids) {
        TokenIds.check(ids, shape.vocabulary());
    }

    private static void fits(int tokens, int most) {
        if (tokens == 0 || tokens > most) {
            throw new IllegalArgumentException(tokens == 0 ? "the prompt is empty" : "the row has " + tokens + " tokens, the model's context allows " + most);
        }
    }

    private static <T> T checked(Item item, java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(item.origin() + ": " + e.getMessage(), e);
        }
    }
}
