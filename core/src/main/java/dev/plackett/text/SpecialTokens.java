package dev.plackett.text;

import dev.plackett.io.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model folder's special tokens. {@code tokenizer_config.json} names them, {@code special_tokens_map.json} those it does not; where both are absent,
 * and for the ends of answers in any case, the ids of {@code generation_config.json} and {@code config.json} count.
 *
 * @param names     spelling by name ({@code bos_token})
 * @param beginning whether sequences begin with BOS: not where {@code add_bos_token} is false
 * @param bos       BOS by id, for folders whose tokenizer names none
 * @param ends      every id that ends an answer, by the model's own files
 */
public record SpecialTokens(Map<String, String> names, boolean beginning, OptionalInt bos, Set<Integer> ends) {

    /** Reads what a folder says; a folder without any of these files names none. */
    public static SpecialTokens read(Path folder) {
        Map<String, String> names = new TreeMap<>();
        boolean beginning = true;
        boolean named = false;
        for (String name : List.of("special_tokens_map.json", "tokenizer_config.json")) {
            if (Files.exists(folder.resolve(name))) {
                ObjectNode json = Json.object(folder.resolve(name));
                json.properties().forEach(e -> {
                    JsonNode value = e.getValue().isObject() ? e.getValue().path("content") : e.getValue();
                    if (e.getKey().endsWith("_token") && value.isString()) {
                        names.put(e.getKey(), value.stringValue());
                    }
                });
                named = true;
                beginning &= json.path("add_bos_token").asBoolean(true);
            }
        }
        List<Integer> bos = new ArrayList<>();
        Set<Integer> ends = new TreeSet<>();
        for (String name : List.of("generation_config.json", "config.json")) {
            if (Files.exists(folder.resolve(name))) {
                ObjectNode json = Json.object(folder.resolve(name));
                ids(json.path("bos_token_id"), bos);
                if (ends.isEmpty()) {
                    ids(json.path("eos_token_id"), ends);
                }
            }
        }
        return new SpecialTokens(names, beginning, named || bos.isEmpty() ? OptionalInt.empty() : OptionalInt.of(bos.get(0)), ends);
    }

    /** The spelling of a role, empty when there is none. */
    public String name(String role) {
        return names.getOrDefault(role, "");
    }

    private static void ids(JsonNode node, java.util.Collection<Integer> to) {
        if (node.isIntegralNumber()) {
            to.add(node.intValue());
        }
        if (node.isArray()) {
            node.forEach(x -> ids(x, to));
        }
    }
}
