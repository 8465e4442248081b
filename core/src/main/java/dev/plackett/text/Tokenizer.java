package dev.plackett.text;

import java.nio.file.Path;
import java.util.OptionalInt;

/** Text to token ids and back. Special tokens are added by those who build sequences, never silently. */
public interface Tokenizer extends AutoCloseable {

    /**
     * Tokens with the places they came from.
     *
     * @param ids   token ids
     * @param start first character of each token's text, in UTF-16 units
     * @param end   character after its last one
     */
    record Tokens(int[] ids, int[] start, int[] end) {}

    /** Ids and offsets of a text, without special tokens around it; special tokens written in the text are recognised. */
    Tokens tokens(String text);

    /** Ids of a text, without special tokens around it. */
    default int[] encode(String text) {
        return tokens(text).ids();
    }

    /** The text of ids; special tokens are left out. */
    String decode(int[] ids);

    /** The text of ids as a model reads it, special tokens spelled out; for people to look at. */
    String spelled(int[] ids);

    /** Number of ids, added tokens included. */
    int size();

    /** The id of a token by its exact spelling in {@code tokenizer.json}. */
    OptionalInt id(String token);

    /** The token that begins a sequence; empty also where the tokenizer's own configuration says that none is added. */
    OptionalInt bos();

    /** The token that ends a sequence. */
    OptionalInt eos();

    /** Every token that ends an answer: EOS and the others that the model's generation settings name (an end of turn, say). */
    int[] stops();

    /** The spelling of a special token, empty when there is none: {@code bos_token}, {@code eos_token}, {@code pad_token}, {@code unk_token}. */
    String special(String name);

    @Override
    void close();

    /** Opens the {@code tokenizer.json} of a Hugging Face folder. */
    static Tokenizer open(Path folder) {
        return HuggingFaceTokens.open(folder);
    }
}
