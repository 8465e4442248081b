package dev.plackett.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextLinesTest {

    @TempDir
    Path folder;

    @Test
    void allLineEndsCount() throws IOException {
        TextLines lines = new TextLines(folder, new BufferedReader(new StringReader("a\r\nb\rc\n\nd")));
        assertThat(lines.next()).isEqualTo("a");
        assertThat(lines.next()).isEqualTo("b");
        assertThat(lines.next()).isEqualTo("c");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.next()).isEqualTo("d");
        assertThat(lines.line()).isEqualTo(5);
        assertThat(lines.next()).isNull();
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() {
        Reader endless = new Reader() {
            @Override
            public int read(char[] into, int from, int most) {
                java.util.Arrays.fill(into, from, from + most, 'x');
                return most;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
        assertThatThrownBy(() -> new TextLines(folder.resolve("endless"), new BufferedReader(endless)).next()).isInstanceOf(FormatException.class)
            .hasMessageContaining("endless: line 1").hasMessageContaining("at most " + TextLines.LONGEST);
    }

    @Test
    void theFirstByteThatIsNoUtf8IsNamed() throws IOException {
        byte[] text = ("{\"a\": \"é\"}\n".repeat(50_000) + "ok ").getBytes(StandardCharsets.UTF_8);
        byte[] bytes = java.util.Arrays.copyOf(text, text.length + 2);
        bytes[text.length] = (byte) 0xC3;
        bytes[text.length + 1] = '(';
        Path file = Files.write(folder.resolve("mixed.jsonl"), bytes);
        assertThatThrownBy(() -> JsonLines.read(file)).isInstanceOf(FormatException.class).hasMessageContaining("line 50001, byte " + text.length)
            .hasMessageContaining("0xc3");
        Files.write(file, java.util.Arrays.copyOf(bytes, text.length + 1));
        assertThatThrownBy(() -> JsonLines.read(file)).as("cut within a character").hasMessageContaining("line 50001");
    }

    @Test
    void excerptsAreShortAndPrintable() {
        assertThat(Excerpt.of("a\nb\0\uD800c")).isEqualTo("a\\u000ab\\u0000\\ud800c");
        assertThat(Excerpt.of("🙂".repeat(90), 5)).isEqualTo("🙂🙂…");
        assertThat(Excerpt.of((Object) null)).isEqualTo("null");
    }
}
