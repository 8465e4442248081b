package dev.plackett.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {

    @TempDir
    Path folder;

    @Test
    void writtenAndRead() {
        Path file = folder.resolve("a.gz");
        new IdxFile(new int[] {3, 2}, new byte[] {0, 1, 2, -1, 4, 5}).write(file);
        IdxFile back = IdxFile.read(file, 2);
        assertThat(back.shape()).containsExactly(3, 2);
        assertThat(back.bytes()).containsExactly(0, 1, 2, -1, 4, 5);
        assertThat(back.first(1).bytes()).containsExactly(0, 1);
        assertThat(back.first(0).bytes()).isEmpty();
        assertThatThrownBy(() -> back.first(4)).hasMessageContaining("the first 4 of 3 rows");
    }

    @Test
    void whatIsNoSuchFile() throws IOException {
        byte[] good = {0, 0, 8, 1, 0, 0, 0, 2, 7, 8};
        assertThat(IdxFile.read(write(good), 1).bytes()).containsExactly(7, 8);
        refused(good, 3, "expected the mark 00000803 of unsigned bytes with 3 axes, found 00000801");
        refused(Arrays.copyOf(good, 9), 1, "expected 2 bytes of data for shape [2], found only 1");
        refused(Arrays.copyOf(good, 11), 1, "found more");
        refused(Arrays.copyOf(good, 6), 1, "ends within its header");
        refused(new byte[0], 1, "ends within its header");
        refused(new byte[] {0, 0, 8, 1, -1, -1, -1, -1}, 1, "axis 0: expected lengths of at least 0");
        refused(new byte[] {0, 0, 8, 2, 127, 0, 0, 0, 127, 0, 0, 0}, 2, "at most 2 GB in all");
        refused(new byte[] {0x1f, (byte) 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9}, 1, "cannot be decompressed");
    }

    private void refused(byte[] bytes, int axes, String message) throws IOException {
        Path file = write(bytes);
        assertThatThrownBy(() -> IdxFile.read(file, axes)).isInstanceOf(FormatException.class).hasMessageContaining(message);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("b"), bytes);
    }
}
