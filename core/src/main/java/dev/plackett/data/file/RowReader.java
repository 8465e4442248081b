package dev.plackett.data.file;

import dev.plackett.io.TextLines;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Characters of a file whose rows are not lines, with the same limit for each row. */
final class RowReader extends FilterReader {

    private long characters;

    RowReader(Reader in) {
        super(in);
    }

    /** A new row begins here (a buffer of the parser's may have been read ahead). */
    void nextRow() {
        characters = 0;
    }

    @Override
    public int read() throws IOException {
        int c = super.read();
        count(c < 0 ? 0 : 1);
        return c;
    }

    @Override
    public int read(char[] into, int from, int most) throws IOException {
        int n = super.read(into, from, most);
        count(Math.max(n, 0));
        return n;
    }

    private void count(int n) throws IOException {
        characters += n;
        if (characters > TextLines.LONGEST) {
            throw new IOException("expected at most " + TextLines.LONGEST + " characters in a row, found more");
        }
    }
}
