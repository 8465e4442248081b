package dev.plackett.io;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The project's one JSON mapper: duplicate keys are errors, positions are kept for messages. */
public final class Json {

    /** Largest file that is read whole: the largest tokenizers take a third of it. */
    private static final long LARGEST = 100_000_000;

    /** The mapper. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .build();

    private Json() {}

    /**
     * Reads a file that holds one JSON object.
     *
     * @throws FormatException when the file is missing, is no JSON, or holds something else
     */
    public static ObjectNode object(Path file) {
        JsonNode node = read(file);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new FormatException(file, "", "expected a JSON object, found " + node.getNodeType());
    }

    /**
     * Reads a file that holds one JSON value.
     *
     * @throws FormatException when the file is missing or is no JSON
     */
    public static JsonNode read(Path file) {
        try {
            if (Files.size(file) > LARGEST && !Files.isDirectory(file)) {
                throw new FormatException(file, "", "expected a JSON file of at most " + LARGEST + " bytes, found " + Files.size(file) + " bytes");
            }
            return MAPPER.readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new FormatException(file, place(e), "is no JSON: " + Excerpt.of(e.getOriginalMessage(), 200), e);
        } catch (CharacterCodingException e) {
            throw TextLines.malformed(file, e);
        } catch (IOException e) {
            throw Unreadable.of(file, e);
        }
    }

    /** "line L, column C" of a parser's complaint. */
    public static String place(JacksonException e) {
        return e.getLocation() == null || e.getLocation().getLineNr() < 0 ? ""
            : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    }

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }
}
