package dev.plackett.data.file;

import dev.plackett.io.Excerpt;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.TextLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows of one file format, each an object by column name. */
@FunctionalInterface
interface RawRows {

    /**
     * A row before its columns are looked at.
     *
     * @param line    its first line, from 1
     * @param columns values by column; null where {@code problem} says why there are none
     * @param problem empty, or why the row cannot be read
     */
    record Raw(int line, ObjectNode columns, String problem) {

        static Raw bad(int line, String problem) {
            return new Raw(line, null, problem);
        }
    }

    /** Hands over all rows in order. */
    void read(Path file, BufferedReader in, Consumer<Raw> to) throws IOException;

    /** One JSON object a line; blank lines are passed over. */
    static void jsonLines(Path file, BufferedReader in, Consumer<Raw> to) throws IOException {
        TextLines lines = new TextLines(file, in);
        for (String text = lines.next(); text != null; text = lines.next()) {
            int line = lines.line();
            if (text.isBlank()) {
                continue;
            }
            try {
                to.accept(object(line, Json.MAPPER.readTree(text)));
            } catch (JacksonException e) {
                to.accept(Raw.bad(line, "is no JSON: " + Excerpt.of(e.getOriginalMessage(), 200)
                    + (e.getLocation() == null ? "" : " (column " + e.getLocation().getColumnNr() + ")")));
            }
        }
    }

    /** One JSON array of objects. A syntax error ends the file: what follows it cannot be told apart. */
    static void jsonArray(Path file, BufferedReader in, Consumer<Raw> to) throws IOException {
        RowReader rows = new RowReader(in);
        try (JsonParser parser = Json.MAPPER.createParser(rows)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new FormatException(file, "", "expected an array of objects");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == null) {
                    throw new FormatException(file, "line " + parser.currentLocation().getLineNr(), "the array does not end: ']' is missing");
                }
                int line = parser.currentTokenLocation().getLineNr();
                rows.nextRow();
                JsonNode node = parser.readValueAsTree();
                to.accept(object(line, node));
            }
        } catch (JacksonException e) {
            throw new FormatException(file, Json.place(e), "is no JSON: " + Excerpt.of(e.getOriginalMessage(), 200), e);
        }
    }

    /** One prompt a line; blank lines are passed over. */
    static void prompts(Path file, BufferedReader in, Consumer<Raw> to) throws IOException {
        TextLines lines = new TextLines(file, in);
        for (String text = lines.next(); text != null; text = lines.next()) {
            int line = lines.line();
            if (!text.isBlank()) {
                to.accept(new Raw(line, Json.object().put("prompt", text), ""));
            }
        }
    }

    /** Separated values with a header (RFC 4180). */
    static RawRows separated(char separator) {
        return (file, in, to) -> {
            SeparatedValues values = new SeparatedValues(file, separator, in);
            List<String> header = values.next().stream().map(String::strip).toList();
            checkHeader(file, values, header);
            for (List<String> cells = values.next(); !cells.isEmpty(); cells = values.next()) {
                if (values.unclosed()) {
                    to.accept(Raw.bad(values.line(), "a quoted field does not end"));
                } else if (cells.size() != header.size()) {
                    to.accept(Raw.bad(values.line(), "has " + cells.size() + " fields, expected " + header.size() + " as in the header"));
                } else {
                    ObjectNode row = Json.object();
                    for (int i = 0; i < cells.size(); i++) {
                        row.put(header.get(i), cells.get(i));
                    }
                    to.accept(new Raw(values.line(), row, ""));
                }
            }
        };
    }

    private static void checkHeader(Path file, SeparatedValues values, List<String> header) {
        for (String name : header) {
            if (values.unclosed() || Collections.frequency(header, name) > 1) {
                throw new FormatException(file, "line " + values.line(), values.unclosed() ? "a quoted field of the header does not end"
                    : "expected different names of columns, found '" + Excerpt.of(name) + "' twice");
            }
        }
    }

    private static Raw object(int line, JsonNode node) {
        return node instanceof ObjectNode row ? new Raw(line, row, "") : Raw.bad(line, "expected an object, found " + node.getNodeType());
    }
}
