package dev.plackett.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.io.FormatException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of numbers as users have them. */
class NumberTableTest {

    @TempDir
    Path temp;

    @Test
    void withAHeaderAndWithout() throws Exception {
        NumberTable named = read("a.csv", "\uFEFFx,\"y, z\"\r\n1,2.5\r\n\r\n-3e2 , .5\r\n");
        assertThat(named.columns()).containsExactly("x", "y, z");
        assertThat(named.rows().values()).containsExactly(1, 2.5, -300, 0.5);
        assertThat(named.lines()).containsExactly(2, 4);
        NumberTable bare = read("a.csv", "1,2\n3,4\n");
        assertThat(bare.columns()).containsExactly("x1", "x2");
        assertThat(bare.lines()).containsExactly(1, 2);
        assertThat(read("a.tsv", "a\tb\n1\t2\n").rows().values()).containsExactly(1, 2);
        assertThat(read("a.csv", "a;b\n1;2\n").columns()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a,b\\n1,2\\n3,x\\n | line 3, column 2 ('b'): expected a number, found 'x'",
        "a,b\\n1,2\\n3,\\n | line 3, column 2 ('b'): expected a number, found an empty field",
        "a,b\\n1,2\\n3\\n | line 3: expected 2 fields as in the first line, found 1",
        "a,b\\n1,nan\\n | line 2, column 2 ('b'): expected a finite number, found 'nan'",
        "a,b\\n1,-Infinity\\n | line 2, column 2 ('b'): expected a finite number",
        "a;b\\n1;2,5\\n | found '2,5' (a decimal point, not a comma, is read)",
        "a,b\\n1,0x10\\n | found '0x10'",
        "a,b\\n | expected rows of numbers below the header, found none",
        "a,b\\n1,\"2 | line 2: a quoted field does not end"})
    void mistakesAreNamedWithTheirPlace(String text, String message) {
        assertThatThrownBy(() -> read("a.csv", text.strip().replace("\\n", "\n"))).isInstanceOf(FormatException.class).hasMessageContaining("a.csv")
            .hasMessageContaining(message.strip());
    }

    @Test
    void anEmptyFileAndAMissingOne() {
        assertThatThrownBy(() -> read("a.csv", "")).isInstanceOf(FormatException.class).hasMessageContaining("empty file");
        assertThatThrownBy(() -> NumberTable.read(temp.resolve("none.csv"))).isInstanceOf(FormatException.class).hasMessageContaining("no such file");
    }

    private NumberTable read(String name, String text) throws Exception {
        return NumberTable.read(Files.writeString(temp.resolve(name), text));
    }
}
