package dev.plackett.text.file;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Refuses a row of parts of which each makes a text longer, so that together they fill the memory: thirty byte-level steps one after the other ask for
 * 2³⁰ characters in place of one. Replacements of one text by another are tried, on every text that the file itself names; of the others the most that
 * one character can become counts.
 */
final class Growth {

    private static final int MOST_PARTS = 100;
    /** How many characters one may become; sound files stay below 20. */
    private static final int MOST = 256;
    /** A character of four bytes becomes four. */
    private static final int BYTES = 4;
    private static final int LONGEST = 1 << 22;
    /** The ligature of which compatibility normalisation makes eighteen characters, the most there are. */
    private static final String LIGATURE = "\uFDFA";

    private final Place place;
    private final List<JsonNode> parts;
    private final long[] factors;

    private Growth(Place place, List<JsonNode> parts) {
        this.place = place;
        this.parts = parts;
        this.factors = parts.stream().mapToLong(this::factor).toArray();
    }

    /**
     * Checks a part and those within it, which are sound one by one.
     *
     * @param sequence the field of a {@code Sequence} that lists its parts
     */
    static void check(Place place, JsonNode part, String sequence) {
        List<JsonNode> parts = new ArrayList<>();
        flatten(part, sequence, parts);
        place.require(parts.size() <= MOST_PARTS, "at most " + MOST_PARTS + " parts", parts.size());
        Growth growth = new Growth(place, parts);
        for (String start : growth.starts()) {
            growth.follow(start);
        }
    }

    private static void flatten(JsonNode part, String sequence, List<JsonNode> to) {
        if (part.path("type").asString("").equals("Sequence")) {
            part.path(sequence).forEach(p -> flatten(p, sequence, to));
        } else if (part.isObject()) {
            to.add(part);
        }
    }

    private Set<String> starts() {
        Set<String> out = new LinkedHashSet<>(List.of(LIGATURE));
        for (JsonNode part : parts) {
            out.add(part.path("pattern").path("String").asString(""));
            out.add(part.path("content").asString(""));
        }
        out.remove("");
        return out;
    }

    private void follow(String start) {
        String text = start;
        long factor = 1;
        for (int i = 0; i < factors.length; i++) {
            text = applied(parts.get(i), text);
            factor *= factors[i];
            bounded(text.length() * factor <= (long) MOST * start.length());
        }
    }

    /** What is known of a part without a text: the most characters that one can become. */
    private long factor(JsonNode part) {
        return switch (part.path("type").asString("")) {
            case "Replace" -> part.path("pattern").has("Regex") ? Math.max(1, part.path("content").asString("").length()) : 1;
            case "Precompiled" -> CharacterMap.longest(place, part.path("precompiled_charsmap"));
            case "ByteLevel" -> BYTES;
            default -> 1;
        };
    }

    /** What a part makes of a text; the text itself where only {@link #factor} is known, or no character can become many. */
    private String applied(JsonNode part, String text) {
        return switch (part.path("type").asString("")) {
            case "Replace" -> {
                String pattern = part.path("pattern").path("String").asString("");
                String content = part.path("content").asString("");
                bounded((long) text.length() * content.length() <= LONGEST);
                yield pattern.isEmpty() ? text : text.replace(pattern, content);
            }
            case "NFD" -> Normalizer.normalize(text, Normalizer.Form.NFD);
            case "NFKC" -> Normalizer.normalize(text, Normalizer.Form.NFKC);
            case "NFKD" -> Normalizer.normalize(text, Normalizer.Form.NFKD);
            default -> text;
        };
    }

    private void bounded(boolean holds) {
        if (!holds) {
            throw place.problem("expected parts that make a text at most " + MOST + " times as long, found " + parts.size() + " that together do more");
        }
    }
}
