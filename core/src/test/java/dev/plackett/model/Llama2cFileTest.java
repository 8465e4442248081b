package dev.plackett.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.io.FormatException;
import dev.plackett.tensor.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of llama2.c that lie about their sizes are refused before memory is taken for them. */
class Llama2cFileTest {

    /** width, feed-forward width, layers, heads, key and value heads, vocabulary, positions. */
    private static final int[] SIZES = {8, 12, 1, 2, 2, 4, 16};
    private static final int NUMBERS = 4 * 8 + 8 + 4 * 64 + 8 + 3 * 96 + 8;

    @TempDir
    Path folder;

    @Test
    void aSoundFileConverts() throws IOException {
        Llama2cFile.convert(model(SIZES, NUMBERS), tokenizer("<unk>", "<s>", "</s>", "a"), folder.resolve("hf"));
        try (Scope scope = Scope.open(); Decoder decoder = Decoder.frozen(folder.resolve("hf"), ScalarType.Float)) {
            assertThat(decoder.parameters().count()).isEqualTo(NUMBERS);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0, size 0", "0, -8, size 0", "5, 2000000, size 5", "5, -4, size 5", "5, 2, special ones", "3, 3, heads of an even size", "0, 6, heads of an even size",
        "3, 1, key and value heads", "4, 3, key and value heads", "0, 1048576, the file holds", "1, 1048576, the file holds", "2, 2, the file holds",
        "2, 3000, at most 2000 layers", "5, 5, the file holds"})
    void sizesThatDoNotFitAreRefused(int which, int value, String words) throws IOException {
        int[] sizes = SIZES.clone();
        sizes[which] = value;
        Path file = model(sizes, NUMBERS);
        assertThatThrownBy(() -> Llama2cFile.convert(file, tokenizer("<unk>", "<s>", "</s>", "a"), folder.resolve("hf")))
            .isInstanceOfAny(FormatException.class, IllegalArgumentException.class).hasMessageContaining(words);
        assertThat(folder.resolve("hf")).doesNotExist();
    }

    @Test
    void cutFilesAreRefused() throws IOException {
        Path whole = tokenizer("<unk>", "<s>", "</s>", "a");
        Path head = folder.resolve("head.bin");
        Files.write(head, new byte[27]);
        assertThatThrownBy(() -> Llama2cFile.convert(head, whole, folder.resolve("hf"))).isInstanceOf(FormatException.class).hasMessageContaining("seven int32 sizes");
        Path model = model(SIZES, NUMBERS);
        Path cut = model(SIZES, NUMBERS - 1);
        assertThatThrownBy(() -> Llama2cFile.convert(cut, whole, folder.resolve("hf"))).isInstanceOf(FormatException.class)
            .hasMessageContaining(NUMBERS + " numbers").hasMessageContaining("holds " + (NUMBERS - 1));
        byte[] bytes = Files.readAllBytes(whole);
        for (int length : new int[] {3, 11, 20, bytes.length - 1}) {
            Path piece = folder.resolve("tokenizer-" + length + ".bin");
            Files.write(piece, java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> Llama2cFile.convert(model, piece, folder.resolve("hf"))).isInstanceOf(FormatException.class).hasMessageContaining(piece.toString());
        }
        Path few = tokenizer("<unk>", "<s>", "</s>");
        assertThatThrownBy(() -> Llama2cFile.convert(model, few, folder.resolve("hf"))).isInstanceOf(FormatException.class).hasMessageContaining("piece 3");
    }

    private Path model(int[] sizes, int numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(28 + 4 * numbers).order(ByteOrder.LITTLE_ENDIAN);
        for (int size : sizes) {
            bytes.putInt(size);
        }
        for (int i = 0; i < numbers; i++) {
            bytes.putFloat(i * 1e-3f);
        }
        Path file = folder.resolve("model-" + java.util.Arrays.hashCode(sizes) + "-" + numbers + ".bin");
        return Files.write(file, bytes.array());
    }

    private Path tokenizer(String... pieces) throws IOException {
        List<byte[]> texts = java.util.Arrays.stream(pieces).map(p -> p.getBytes(StandardCharsets.UTF_8)).toList();
        ByteBuffer bytes = ByteBuffer.allocate(4 + texts.stream().mapToInt(t -> 8 + t.length).sum()).order(ByteOrder.LITTLE_ENDIAN).putInt(8);
        texts.forEach(t -> bytes.putFloat(0).putInt(t.length).put(t));
        return Files.write(folder.resolve("tokenizer-" + pieces.length + ".bin"), bytes.array());
    }
}
