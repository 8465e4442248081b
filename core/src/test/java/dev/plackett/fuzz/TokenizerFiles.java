package dev.plackett.fuzz;

import dev.plackett.io.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Small sound {@code tokenizer.json} files: one of each model, with each kind of normalizer, pre-tokenizer and decoder somewhere. */
final class TokenizerFiles {

    static final List<Supplier<ObjectNode>> ALL = List.of(TokenizerFiles::byteLevel, TokenizerFiles::byteFallback, TokenizerFiles::unigram,
        TokenizerFiles::wordPiece, TokenizerFiles::wordLevel);

    private static final String LLAMA3 = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    private TokenizerFiles() {}

    private static ObjectNode byteLevel() {
        ObjectNode root = root("<s>", 0);
        ArrayNode before = root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        before.addObject().put("type", "Split").put("behavior", "Isolated").put("invert", false).putObject("pattern").put("Regex", LLAMA3);
        before.addObject().put("type", "Digits").put("individual_digits", true);
        before.addObject().put("type", "Punctuation").put("behavior", "Isolated");
        before.add(byteLevelPart().put("use_regex", false));
        root.set("post_processor", byteLevelPart());
        root.set("decoder", byteLevelPart());
        ObjectNode model = bpe(root);
        vocabulary(model, "<s>", "c", "a", "t", "s", "Ġ", "d", "e", "f", ":", "ca", "cat", "cats", "Ġcats");
        merges(model, "c", "a", "ca", "t", "cat", "s", "Ġ", "cats");
        return root;
    }

    private static ObjectNode byteFallback() {
        ObjectNode root = root("<unk>", 0);
        ArrayNode normal = root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        normal.addObject().put("type", "Prepend").put("prepend", "▁");
        normal.addObject().put("type", "Replace").put("content", "▁").putObject("pattern").put("String", " ");
        root.putObject("post_processor").put("type", "TemplateProcessing").putArray("single").addObject().putObject("Sequence").put("id", "A").put("type_id", 0);
        ArrayNode after = root.putObject("decoder").put("type", "Sequence").putArray("decoders");
        after.addObject().put("type", "Replace").put("content", " ").putObject("pattern").put("String", "▁");
        after.addObject().put("type", "ByteFallback");
        after.addObject().put("type", "Fuse");
        after.addObject().put("type", "Strip").put("content", " ").put("start", 1).put("stop", 0);
        ObjectNode model = bpe(root).put("unk_token", "<unk>").put("fuse_unk", true).put("byte_fallback", true);
        vocabulary(model, "<unk>", "<0x0A>", "▁", "c", "a", "t", "s", "ca", "cat", "▁cat");
        model.putArray("merges").add("c a").add("ca t").add("▁ cat");
        return root;
    }

    private static ObjectNode unigram() {
        ObjectNode root = root("<unk>", 0);
        ArrayNode normal = root.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
        normal.addObject().put("type", "Precompiled").put("precompiled_charsmap", charsmap());
        normal.addObject().put("type", "Replace").put("content", " ").putObject("pattern").put("Regex", " {2,}");
        ObjectNode meta = Json.object().put("type", "Metaspace").put("replacement", "▁").put("prepend_scheme", "always").put("split", true);
        root.set("pre_tokenizer", meta);
        root.set("decoder", meta.deepCopy());
        ArrayNode vocabulary = root.putObject("model").put("type", "Unigram").put("unk_id", 0).put("byte_fallback", false).putArray("vocab");
        double score = 0;
        for (String token : new String[] {"<unk>", "▁", "▁cat", "s", "c", "a", "t", "def", "ine"}) {
            vocabulary.addArray().add(token).add(score);
            score -= 1.5;
        }
        return root;
    }

    private static ObjectNode wordPiece() {
        ObjectNode root = root("[UNK]", 0);
        root.putObject("normalizer").put("type", "BertNormalizer").put("clean_text", true).put("handle_chinese_chars", true).putNull("strip_accents")
            .put("lowercase", true);
        root.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        root.putObject("decoder").put("type", "WordPiece").put("prefix", "##").put("cleanup", true);
        ObjectNode model = root.putObject("model").put("type", "WordPiece").put("unk_token", "[UNK]").put("continuing_subword_prefix", "##")
            .put("max_input_chars_per_word", 100);
        vocabulary(model, "[UNK]", "cat", "##s", "##a", "c", "##t", "define", ":");
        return root;
    }

    private static ObjectNode wordLevel() {
        ObjectNode root = root("<unk>", 0);
        root.putObject("normalizer").put("type", "Sequence").putArray("normalizers").add(Json.object().put("type", "NFKC"))
            .add(Json.object().put("type", "Lowercase")).add(Json.object().put("type", "StripAccents"))
            .add(Json.object().put("type", "Strip").put("strip_left", true).put("strip_right", true));
        root.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers").add(Json.object().put("type", "Whitespace"))
            .add(Json.object().put("type", "CharDelimiterSplit").put("delimiter", "-")).add(Json.object().put("type", "UnicodeScripts"));
        root.putObject("decoder").put("type", "CTC").put("pad_token", "<pad>").put("word_delimiter_token", "|").put("cleanup", true);
        ObjectNode model = root.putObject("model").put("type", "WordLevel").put("unk_token", "<unk>");
        vocabulary(model, "<unk>", "cats", "cat", "define");
        return root;
    }

    private static ObjectNode root(String special, int id) {
        ObjectNode root = Json.object().put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        added.addObject().put("id", id).put("content", special).put("single_word", false).put("lstrip", false).put("rstrip", false)
            .put("normalized", false).put("special", true);
        added.addObject().put("id", 20).put("content", "<end>").put("single_word", true).put("lstrip", true).put("rstrip", true)
            .put("normalized", true).put("special", false);
        return root;
    }

    private static ObjectNode byteLevelPart() {
        return Json.object().put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true).put("use_regex", true);
    }

    private static ObjectNode bpe(ObjectNode root) {
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        return model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    }

    private static void vocabulary(ObjectNode model, String... tokens) {
        ObjectNode vocabulary = model.putObject("vocab");
        for (String token : tokens) {
            vocabulary.put(token, vocabulary.size());
        }
    }

    private static void merges(ObjectNode model, String... pairs) {
        ArrayNode merges = model.putArray("merges");
        for (int i = 0; i < pairs.length; i += 2) {
            merges.addArray().add(pairs[i]).add(pairs[i + 1]);
        }
    }

    /** A double array that knows one character, "c", and turns it into "k": units 0 (root), 'c' and its leaf. */
    private static String charsmap() {
        int[] units = new int[256];
        // The root's offset is 1, so 'c' lies at 1 ^ 'c'; its offset leads to a leaf whose value is the place of "k".
        units[0] = 1 << 10;
        int c = 1 ^ 'c';
        units[c] = 'c' | 1 << 8 | 2 << 10;
        units[c ^ 2] = 1 << 31;
        ByteBuffer out = ByteBuffer.allocate(4 + units.length * 4 + 2).order(ByteOrder.LITTLE_ENDIAN).putInt(units.length * 4);
        for (int unit : units) {
            out.putInt(unit);
        }
        return Base64.getEncoder().encodeToString(out.put("k\0".getBytes(StandardCharsets.UTF_8)).array());
    }
}
