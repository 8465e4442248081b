package dev.plackett.data.file;

import dev.plackett.io.FormatException;
import dev.plackett.io.TextLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records of a CSV or TSV file (RFC 4180): quoted fields may hold separators, line breaks and doubled quotes. */
final class SeparatedValues {

    private static final int END = -1;

    private final Path file;
    private final char separator;
    private final BufferedReader in;
    private int characters;
    private int lines = 1;
    private int line;
    private boolean unclosed;

    SeparatedValues(Path file, char separator, BufferedReader in) {
        this.file = file;
        this.separator = separator;
        this.in = in;
    }

    /** The next record's fields; none at the file's end. Blank lines are passed over. */
    List<String> next() throws IOException {
        int c = read();
        while (c == '\n') {
            c = read();
        }
        line = lines;
        characters = 0;
        List<String> fields = new ArrayList<>();
        if (c == END) {
            return fields;
        }
        while (true) {
            StringBuilder field = new StringBuilder();
            if (c == '"') {
                c = quoted(field);
            }
            while (c != separator && c != '\n' && c != END) {
                field.append((char) c);
                c = read();
            }
            fields.add(field.toString());
            if (c != separator) {
                return fields;
            }
            c = read();
        }
    }

    /** The line at which the last record begins, from 1. */
    int line() {
        return line;
    }

    /** Whether the last record ends within quotes. */
    boolean unclosed() {
        return unclosed;
    }

    private int quoted(StringBuilder field) throws IOException {
        while (true) {
            int c = read();
            if (c == END) {
                unclosed = true;
                return c;
            }
            if (c == '"') {
                c = read();
                if (c != '"') {
                    return c;
                }
            }
            field.append((char) c);
        }
    }

    private int read() throws IOException {
        int c = in.read();
        if (c == '\r') {
            in.mark(1);
            if (in.read() != '\n') {
                in.reset();
            }
            c = '\n';
        }
        lines += c == '\n' ? 1 : 0;
        if (++characters > TextLines.LONGEST) {
            throw new FormatException(file, "line " + line, "expected at most " + TextLines.LONGEST + " characters in a row, found more"
                + " (is a quote missing?)");
        }
        return c;
    }
}
