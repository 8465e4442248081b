package dev.plackett.io;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lines of a text, each of bounded length: a file without line breaks must not fill the memory before anybody looks at it. */
public final class TextLines {

    /** Most characters of a line, and of a row in any format: 16,777,216, which no context holds. */
    public static final int LONGEST = 1 << 24;

    private final Path file;
    private final BufferedReader in;
    private int line;

    /** @param file for messages */
    public TextLines(Path file, BufferedReader in) {
        this.file = file;
        this.in = in;
    }

    /**
     * The next line without its end; null at the end.
     *
     * @throws FormatException when it is longer than {@link #LONGEST}
     */
    public String next() throws IOException {
        int c = in.read();
        if (c < 0) {
            return null;
        }
        line++;
        StringBuilder out = new StringBuilder();
        while (c >= 0 && c != '\n' && c != '\r') {
            if (out.length() == LONGEST) {
                throw new FormatException(file, "line " + line, "expected at most " + LONGEST + " characters, found more");
            }
            out.append((char) c);
            c = in.read();
        }
        if (c == '\r') {
            in.mark(1);
            if (in.read() != '\n') {
                in.reset();
            }
        }
        return out.toString();
    }

    /** Number of the line that was read last, from 1. */
    public int line() {
        return line;
    }

    /** The complaint about a file that is no UTF-8, with the line and the byte where it ceases to be. */
    public static FormatException malformed(Path file, Throwable cause) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
        CharBuffer characters = CharBuffer.allocate(1 << 16);
        long before = 0;
        int lines = 1;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            boolean end = false;
            while (!end) {
                end = channel.read(bytes) < 0;
                bytes.flip();
                CoderResult result = decoder.decode(bytes, characters, end);
                lines += (int) characters.flip().chars().filter(c -> c == '\n').count();
                characters.clear();
                if (result.isError()) {
                    return new FormatException(file, "line " + lines + ", byte " + (before + bytes.position()), String.format("is not UTF-8 text: found the byte 0x%02x",
                        bytes.get(bytes.position())), cause);
                }
                before += bytes.position();
                bytes.compact();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
        return new FormatException(file, "", "is not UTF-8 text", cause);
    }
}
