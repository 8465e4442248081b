package dev.plackett.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Files of one JSON object per line. */
public final class JsonLines {

    private JsonLines() {}

    /**
     * Reads all rows; empty lines are skipped.
     *
     * @throws FormatException naming file and line
     */
    public static List<ObjectNode> read(Path file) {
        List<ObjectNode> rows = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            TextLines lines = new TextLines(file, reader);
            for (String text = lines.next(); text != null; text = lines.next()) {
                if (!text.isBlank()) {
                    rows.add(parse(file, lines.line(), text));
                }
            }
            return rows;
        } catch (CharacterCodingException e) {
            throw TextLines.malformed(file, e);
        } catch (IOException e) {
            throw Unreadable.of(file, e);
        }
    }

    /** Writes rows. */
    public static void write(Path file, Stream<ObjectNode> rows) {
        try (Writer writer = Files.newBufferedWriter(file)) {
            for (Iterator<ObjectNode> i = rows.iterator(); i.hasNext();) {
                writer.write(i.next().toString());
                writer.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static ObjectNode parse(Path file, int line, String text) {
        try {
            JsonNode node = Json.MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new FormatException(file, "line " + line, "expected a JSON object, found " + node.getNodeType());
        } catch (JacksonException e) {
            throw new FormatException(file, "line " + line, "is no JSON: " + Excerpt.of(e.getOriginalMessage(), 200), e);
        }
    }
}
