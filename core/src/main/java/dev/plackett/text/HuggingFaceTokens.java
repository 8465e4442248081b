package dev.plackett.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.plackett.io.Excerpt;
import dev.plackett.io.FormatException;
import dev.plackett.io.Unreadable;
import dev.plackett.tensor.Natives;
import dev.plackett.text.file.TokenizerFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Hugging Face's own tokenizers through DJL. Truncation and padding, which DJL switches on by itself, are off; its lookups of cloud metadata and its
 * usage statistics are switched off before it loads, so no socket is opened; its offsets, which count code points, become UTF-16 ones.
 */
final class HuggingFaceTokens implements Tokenizer {

    private static final Map<String, String> SETTINGS = Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

    /** The library gives up, and ends the process, after ten million steps of a pattern at one place. */
    private static final int LONGEST = 4_000_000;

    private static volatile boolean loaded;

    private final Path file;
    private final HuggingFaceTokenizer tokenizer;
    private final Map<String, Integer> ids;
    private final int size;
    private final SpecialTokens specials;

    private HuggingFaceTokens(Path file, HuggingFaceTokenizer tokenizer, Map<String, Integer> ids, SpecialTokens specials) {
        this.file = file;
        this.tokenizer = tokenizer;
        this.ids = ids;
        this.size = 1 + ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        this.specials = specials;
    }

    static HuggingFaceTokens open(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.exists(file)) {
            throw Unreadable.missing(file, "a tokenizer in Hugging Face's format is needed");
        }
        TokenizerFile checked = TokenizerFile.read(file);
        SpecialTokens specials = SpecialTokens.read(folder);
        return new HuggingFaceTokens(file, load(file, checked.json().toString()), checked.ids(), specials);
    }

    private static HuggingFaceTokenizer load(Path file, String json) {
        loadLibrary();
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), SETTINGS);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        } catch (RuntimeException e) {
            throw new FormatException(file, "", "is no tokenizer that Hugging Face's library reads: " + Excerpt.of(e.getMessage(), 200), e);
        }
    }

    /** Unpacks and loads the library once; only that needs the lock, for which another process may make us wait. */
    private static void loadLibrary() {
        if (!loaded) {
            System.setProperty("ai.djl.offline", "true");
            System.setProperty("OPT_OUT_TRACKING", "true");
            loaded = Natives.locked(() -> {
                LibUtils.checkStatus();
                return true;
            });
        }
    }

    @Override
    public Tokens tokens(String text) {
        Encoding encoding = encoding(text);
        long[] wide = encoding.getIds();
        CharSpan[] spans = encoding.getCharTokenSpans();
        int[] units = utf16Offsets(text);
        int[] out = new int[wide.length];
        int[] start = new int[wide.length];
        int[] end = new int[wide.length];
        for (int i = 0; i < wide.length; i++) {
            out[i] = Math.toIntExact(wide[i]);
            start[i] = spans[i] == null ? 0 : units[Math.min(spans[i].getStart(), units.length - 1)];
            end[i] = spans[i] == null ? 0 : units[Math.min(spans[i].getEnd(), units.length - 1)];
        }
        return new Tokens(out, start, end);
    }

    private Encoding encoding(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(file + ": expected a text of at most " + LONGEST + " characters, found " + text.length());
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
                throw new IllegalArgumentException(file + ": expected a text, found half a character (a lone surrogate) at character " + i);
            }
        }
        try {
            return tokenizer.encode(text, false, false);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(file + ": the text \"" + Excerpt.of(text) + "\" cannot be made into tokens: " + Excerpt.of(e.getMessage(), 200), e);
        }
    }

    @Override
    public String decode(int[] tokens) {
        return decode(tokens, true);
    }

    @Override
    public String spelled(int[] tokens) {
        return decode(tokens, false);
    }

    private String decode(int[] tokens, boolean withoutSpecials) {
        return tokens.length == 0 ? "" : tokenizer.decode(Arrays.stream(tokens).asLongStream().toArray(), withoutSpecials);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public OptionalInt id(String token) {
        Integer id = ids.get(token);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public OptionalInt bos() {
        OptionalInt named = id(special("bos_token"));
        return !specials.beginning() ? OptionalInt.empty() : named.isPresent() ? named : specials.bos();
    }

    @Override
    public OptionalInt eos() {
        OptionalInt named = id(special("eos_token"));
        return named.isPresent() ? named : specials.ends().stream().mapToInt(Integer::intValue).findFirst();
    }

    @Override
    public int[] stops() {
        return IntStream.concat(eos().stream(), specials.ends().stream().mapToInt(Integer::intValue)).distinct().toArray();
    }

    @Override
    public String special(String name) {
        return specials.name(name);
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** The UTF-16 offset of every code point, and the text's length. */
    private static int[] utf16Offsets(String text) {
        int n = text.codePointCount(0, text.length());
        int[] out = new int[n + 1];
        for (int i = 0, at = 0; i < n; i++) {
            out[i] = at;
            at += Character.charCount(text.codePointAt(at));
        }
        out[n] = text.length();
        return out;
    }
}
