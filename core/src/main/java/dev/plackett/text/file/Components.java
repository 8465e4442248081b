package dev.plackett.text.file;

import dev.plackett.io.Excerpt;
import dev.plackett.io.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;

/**
 * The parts of one kind that a {@code tokenizer.json} may name. Of each, the fields that are there must have the right type; which must be there, the library
 * says itself.
 *
 * @param sequence the field of a {@code Sequence} that lists its parts
 * @param types    fields by type
 */
record Components(String sequence, Map<String, Map<String, BiConsumer<Place, JsonNode>>> types) {

    private static final BiConsumer<Place, JsonNode> FLAG = (place, node) -> place.require(node.isBoolean() || node.isNull(), "true or false", node);
    private static final BiConsumer<Place, JsonNode> TEXT = (place, node) -> place.require(node.isString(), "a text", node);
    private static final BiConsumer<Place, JsonNode> CHARACTER = (place, node) -> place.require(
        node.isString() && node.stringValue().codePointCount(0, node.stringValue().length()) == 1, "one character", node);
    private static final BiConsumer<Place, JsonNode> SCHEME = oneOf("first", "never", "always");
    private static final BiConsumer<Place, JsonNode> BEHAVIOR = oneOf("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");
    private static final BiConsumer<Place, JsonNode> PATTERN = Components::pattern;

    private static final Map<String, BiConsumer<Place, JsonNode>> BYTE_LEVEL = Map.of("add_prefix_space", FLAG, "trim_offsets", FLAG, "use_regex", FLAG);
    private static final Map<String, BiConsumer<Place, JsonNode>> METASPACE = Map.of("replacement", CHARACTER, "add_prefix_space", FLAG, "prepend_scheme", SCHEME,
        "split", FLAG);
    private static final Map<String, BiConsumer<Place, JsonNode>> REPLACE = Map.of("pattern", Components::replaced, "content", TEXT);
    private static final Map<String, BiConsumer<Place, JsonNode>> NONE = Map.of();

    static final Components NORMALIZERS = new Components("normalizers", Map.ofEntries(
        Map.entry("BertNormalizer", Map.of("clean_text", FLAG, "handle_chinese_chars", FLAG, "strip_accents", FLAG, "lowercase", FLAG)),
        Map.entry("Strip", Map.of("strip_left", FLAG, "strip_right", FLAG)), Map.entry("StripAccents", NONE), Map.entry("NFC", NONE), Map.entry("NFD", NONE),
        Map.entry("NFKC", NONE), Map.entry("NFKD", NONE), Map.entry("Lowercase", NONE), Map.entry("Nmt", NONE),
        Map.entry("Precompiled", Map.of("precompiled_charsmap", CharacterMap::check)), Map.entry("Replace", REPLACE),
        Map.entry("Prepend", Map.of("prepend", TEXT)), Map.entry("ByteLevel", NONE)));

    static final Components PRE_TOKENIZERS = new Components("pretokenizers", Map.ofEntries(
        Map.entry("BertPreTokenizer", NONE), Map.entry("ByteLevel", BYTE_LEVEL), Map.entry("CharDelimiterSplit", Map.of("delimiter", CHARACTER)),
        Map.entry("Metaspace", METASPACE), Map.entry("Whitespace", NONE), Map.entry("WhitespaceSplit", NONE), Map.entry("UnicodeScripts", NONE),
        Map.entry("Split", Map.of("pattern", PATTERN, "behavior", BEHAVIOR, "invert", FLAG)), Map.entry("Punctuation", Map.of("behavior", BEHAVIOR)),
        Map.entry("Digits", Map.of("individual_digits", FLAG)), Map.entry("FixedLength", Map.of("length", wholeFrom(1)))));

    /** The library's {@code Strip} reads before the beginning of a token that is shorter than {@code stop}. */
    static final Components DECODERS = new Components("decoders", Map.ofEntries(
        Map.entry("BPEDecoder", Map.of("suffix", TEXT)), Map.entry("ByteLevel", BYTE_LEVEL), Map.entry("WordPiece", Map.of("prefix", TEXT, "cleanup", FLAG)),
        Map.entry("Metaspace", METASPACE), Map.entry("CTC", Map.of("pad_token", TEXT, "word_delimiter_token", TEXT, "cleanup", FLAG)),
        Map.entry("Replace", REPLACE), Map.entry("Fuse", NONE), Map.entry("ByteFallback", NONE),
        Map.entry("Strip", Map.of("content", CHARACTER, "start", wholeFrom(0), "stop", (place, node) -> place.require(
            node.isIntegralNumber() && node.asInt(-1) == 0, "0", node)))));

    /** Fields without which the library ends the process instead of refusing the file. */
    private static final Map<String, Set<String>> REQUIRED = Map.of("Precompiled", Set.of("precompiled_charsmap"));

    /** Checks a part and those within it. */
    void check(Place place, JsonNode part) {
        if (part.isNull() || part.isMissingNode()) {
            return;
        }
        place.require(part.isObject() && part.path("type").isString(), "an object with a \"type\"", part);
        String type = part.path("type").stringValue();
        if (type.equals("Sequence")) {
            JsonNode parts = part.path(sequence);
            place.at(sequence).require(parts.isArray(), "a list", parts);
            for (int i = 0; i < parts.size(); i++) {
                place.at(sequence).at(i).require(parts.get(i).isObject(), "an object with a \"type\"", parts.get(i));
                check(place.at(sequence).at(i), parts.get(i));
            }
            return;
        }
        Map<String, BiConsumer<Place, JsonNode>> fields = types.get(type);
        if (fields == null) {
            Set<String> known = new TreeSet<>(types.keySet());
            known.add("Sequence");
            throw place.at("type").problem("'" + Excerpt.of(type) + "' is not known" + Nearest.suggestion(Excerpt.of(type), known));
        }
        for (String field : REQUIRED.getOrDefault(type, Set.of())) {
            place.at(field).require(part.has(field), "a value", "none");
        }
        part.properties().stream().filter(e -> fields.containsKey(e.getKey())).forEach(e -> fields.get(e.getKey()).accept(place.at(e.getKey()), e.getValue()));
    }

    private static BiConsumer<Place, JsonNode> oneOf(String... names) {
        return (place, node) -> place.require(node.isString() && List.of(names).contains(node.stringValue()), "one of " + List.of(names), node);
    }

    private static BiConsumer<Place, JsonNode> wholeFrom(int least) {
        return (place, node) -> place.require(node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= least, "a whole number of at least " + least, node);
    }

    private static void pattern(Place place, JsonNode node) {
        if (isExpression(place, node)) {
            RegexProbe.check(place.at("Regex"), node.path("Regex").stringValue());
        }
    }

    private static void replaced(Place place, JsonNode node) {
        if (isExpression(place, node)) {
            RegexProbe.checkReplaced(place.at("Regex"), node.path("Regex").stringValue());
        } else {
            place.at("String").require(!node.path("String").stringValue().isEmpty(), "at least one character", "none");
        }
    }

    private static boolean isExpression(Place place, JsonNode node) {
        boolean text = node.path("String").isString();
        place.require(node.isObject() && node.size() == 1 && (text || node.path("Regex").isString()), "{\"String\": …} or {\"Regex\": …}", node);
        return !text;
    }
}
