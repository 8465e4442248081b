package dev.plackett.text.file;

import dev.plackett.io.Json;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code tokenizer.json} that Hugging Face's library can be given. Truncation, padding and the post-processor are taken out, since special tokens are
 * added by those who build sequences and offsets must keep the spaces that belong to a token; so is the dropout of merges, which would make encoding random.
 *
 * @param json what the library is given
 * @param ids  ids by token, added tokens included
 */
public record TokenizerFile(ObjectNode json, Map<String, Integer> ids) {

    /** The library's own parser goes no deeper than 128. */
    private static final int DEEPEST = 60;
    /** The library's search for added tokens takes half a minute to build for one of thirty thousand characters. */
    private static final int LONGEST_ADDED = 1000;

    /**
     * Reads and checks a file.
     *
     * @throws dev.plackett.io.FormatException naming the place, what was found and what was expected
     */
    public static TokenizerFile read(Path file) {
        ObjectNode json = Json.object(file);
        Place root = new Place(file, "");
        root.require(depth(json, 0) <= DEEPEST, "at most " + DEEPEST + " levels", "more");
        for (String out : new String[] {"truncation", "padding", "post_processor"}) {
            json.putNull(out);
        }
        Vocabulary.Tokens model = Vocabulary.check(root.at("model"), json.path("model"));
        Map<String, Integer> ids = new HashMap<>(model.ids());
        addedTokens(root.at("added_tokens"), json.path("added_tokens"), model.size(), ids);
        root.at("model.vocab").require(!ids.isEmpty(), "tokens", "none");
        parts(Components.NORMALIZERS, root.at("normalizer"), json.path("normalizer"));
        parts(Components.PRE_TOKENIZERS, root.at("pre_tokenizer"), json.path("pre_tokenizer"));
        parts(Components.DECODERS, root.at("decoder"), json.path("decoder"));
        return new TokenizerFile(json, ids);
    }

    private static void parts(Components kinds, Place place, JsonNode part) {
        kinds.check(place, part);
        Growth.check(place, part, kinds.sequence());
    }

    private static void addedTokens(Place place, JsonNode tokens, int model, Map<String, Integer> ids) {
        place.require(tokens.isArray() || tokens.isNull() || tokens.isMissingNode(), "a list of tokens", tokens);
        int[] last = {-1};
        for (int i = 0; i < tokens.size(); i++) {
            JsonNode token = tokens.get(i);
            place.at(i).require(token.isObject() && token.path("content").isString(), "{\"id\": …, \"content\": …}", token);
            Vocabulary.checkId(place.at(i).at("id"), token.path("id"));
            String content = token.path("content").stringValue();
            place.at(i).at("content").require(content.length() <= LONGEST_ADDED, "at most " + LONGEST_ADDED + " characters", content.length());
            if (!content.isEmpty()) {
                // The library keeps the model's id, or takes the next free one whatever the file says (with a warning nobody sees).
                int id = ids.computeIfAbsent(content, c -> Math.max(last[0] + 1, model));
                last[0] = Math.max(last[0], id);
            }
        }
    }

    /** Levels below a node, as far as {@link #DEEPEST} and one more. */
    private static int depth(JsonNode node, int level) {
        int deepest = level;
        if (node.isContainer() && level <= DEEPEST) {
            for (JsonNode child : node) {
                deepest = Math.max(deepest, depth(child, level + 1));
            }
        }
        return deepest;
    }
}
