package dev.plackett.text.file;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code model} of a {@code tokenizer.json}: its vocabulary, merges and options. */
final class Vocabulary {

    /** Ten times the largest vocabulary there is; tables have a row for every id. */
    static final int MOST_IDS = 1 << 22;
    /** Words of this length take the library's word-piece search a tenth of a second. */
    private static final int LONGEST_WORD = 10_000;

    private Vocabulary() {}

    /**
     * What a model knows.
     *
     * @param ids  ids by token
     * @param size number of entries, from where the library counts added tokens on; above that of tokens where some are listed twice
     */
    record Tokens(Map<String, Integer> ids, int size) {

        static Tokens of(Map<String, Integer> ids) {
            return new Tokens(ids, ids.size());
        }
    }

    /** Checks a model. */
    static Tokens check(Place place, JsonNode model) {
        place.require(model.isObject(), "an object", model);
        String type = model.path("type").isString() ? model.path("type").stringValue() : inferred(model);
        ((ObjectNode) model).put("type", type);
        return switch (type) {
            case "BPE" -> Tokens.of(pairs(place, (ObjectNode) model));
            case "WordPiece" -> Tokens.of(wordPiece(place, model));
            case "WordLevel" -> Tokens.of(byId(place.at("vocab"), model.path("vocab")));
            case "Unigram" -> unigram(place, model);
            default -> throw place.at("type").problem("expected BPE, WordPiece, WordLevel or Unigram, found " + dev.plackett.io.Excerpt.of(type));
        };
    }

    static void checkId(Place place, JsonNode id) {
        place.require(id.isIntegralNumber() && id.canConvertToInt() && id.intValue() >= 0 && id.intValue() < MOST_IDS, "an id from 0 to " + (MOST_IDS - 1), id);
    }

    /** Files of early versions do not say. */
    private static String inferred(JsonNode model) {
        return model.has("merges") ? "BPE" : model.path("vocab").isArray() ? "Unigram" : model.has("max_input_chars_per_word") ? "WordPiece" : "WordLevel";
    }

    private static Map<String, Integer> byId(Place place, JsonNode vocabulary) {
        place.require(vocabulary.isObject(), "tokens and their ids", vocabulary);
        Map<String, Integer> ids = new HashMap<>();
        vocabulary.properties().forEach(e -> {
            checkId(place.at(e.getKey()), e.getValue());
            ids.put(e.getKey(), e.getValue().intValue());
        });
        return ids;
    }

    private static Map<String, Integer> wordPiece(Place place, JsonNode model) {
        JsonNode longest = model.path("max_input_chars_per_word");
        place.at("max_input_chars_per_word").require(longest.isMissingNode() || longest.canConvertToInt() && longest.isIntegralNumber()
            && longest.intValue() >= 0 && longest.intValue() <= LONGEST_WORD, "a whole number up to " + LONGEST_WORD, longest);
        return byId(place.at("vocab"), model.path("vocab"));
    }

    private static Tokens unigram(Place place, JsonNode model) {
        JsonNode vocabulary = model.path("vocab");
        place.at("vocab").require(vocabulary.isArray() && !vocabulary.isEmpty() && vocabulary.size() <= MOST_IDS,
            "a list of 1 to " + MOST_IDS + " tokens and their scores", vocabulary);
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < vocabulary.size(); i++) {
            JsonNode entry = vocabulary.get(i);
            place.at("vocab").at(i).require(entry.size() == 2 && entry.path(0).isString() && entry.path(1).isNumber() && Double.isFinite(entry.path(1).doubleValue()),
                "[token, score]", entry);
            // Of a token that is listed twice the library takes the last id.
            ids.put(entry.path(0).stringValue(), i);
        }
        JsonNode unknown = model.path("unk_id");
        place.at("unk_id").require(unknown.isNull() || unknown.isMissingNode() || unknown.isIntegralNumber() && unknown.canConvertToInt()
            && unknown.intValue() >= 0 && unknown.intValue() < vocabulary.size(), "null or an id below " + vocabulary.size(), unknown);
        return new Tokens(ids, vocabulary.size());
    }

    private static Map<String, Integer> pairs(Place place, ObjectNode model) {
        model.putNull("dropout");
        Map<String, Integer> ids = byId(place.at("vocab"), model.path("vocab"));
        JsonNode merges = model.path("merges");
        place.at("merges").require(merges.isArray(), "a list of merges", merges);
        JsonNode continuing = model.path("continuing_subword_prefix");
        place.at("continuing_subword_prefix").require(continuing.isString() || continuing.isNull() || continuing.isMissingNode(), "text or null", continuing);
        String prefix = continuing.asString("");
        for (int i = 0; i < merges.size(); i++) {
            merge(place.at("merges").at(i), merges.get(i), prefix, ids);
        }
        return ids;
    }

    private static void merge(Place place, JsonNode merge, String prefix, Map<String, Integer> ids) {
        String[] two = merge.isString() ? merge.stringValue().split(" ", -1)
            : merge.size() == 2 && merge.path(0).isString() && merge.path(1).isString()
                ? new String[] {merge.path(0).stringValue(), merge.path(1).stringValue()} : new String[0];
        place.require(two.length == 2, "two tokens", merge);
        // The library cuts the prefix off the right token without looking whether it is there.
        place.require(two[1].length() >= prefix.length(), "a right token that begins with '" + prefix + "'", merge);
        place.require(prefix.isEmpty() || two[1].startsWith(prefix), "a right token that begins with '" + prefix + "'", merge);
        for (String token : new String[] {two[0], two[1], two[0] + two[1].substring(prefix.length())}) {
            place.require(ids.containsKey(token), "a merge of tokens of the vocabulary into one", merge);
        }
    }
}
