package dev.plackett.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsFileTest {

    @TempDir
    Path folder;

    @Test
    void everyDtypeComesBackBitForBit() {
        Path file = folder.resolve("all.safetensors");
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (ScalarType type : List.of(ScalarType.Double, ScalarType.Float, ScalarType.Half, ScalarType.BFloat16, ScalarType.Long, ScalarType.Int,
                    ScalarType.Short, ScalarType.Char, ScalarType.Byte, ScalarType.Bool)) {
                tensors.put("t." + type, Tensors.of(ScalarType.Double, 0, 1, 2.5, 100, 3, 7).to(type).view(2, 3));
            }
            tensors.put("empty", Tensors.zeros(ScalarType.Float, 0, 4));
            tensors.put("scalar", Tensors.of(ScalarType.Double, 4.25).view(new long[0]));
            tensors.put("transposed", Tensors.of(1f, 2f, 3f, 4f, 5f, 6f).view(2, 3).t());
            SafetensorsWriter.write(file, tensors, Map.of("format", "pt"));
            try (SafetensorsFile read = SafetensorsFile.open(file)) {
                assertThat(read.metadata()).containsEntry("format", "pt");
                assertThat(read.entries().keySet()).containsExactlyElementsOf(tensors.keySet());
                tensors.forEach((name, tensor) -> {
                    Tensor back = read.read(name);
                    assertThat(Tensors.dtype(back)).isEqualTo(Tensors.dtype(tensor));
                    assertThat(Tensors.shape(back)).isEqualTo(Tensors.shape(tensor));
                    assertThat(Tensors.toDoubles(back)).isEqualTo(Tensors.toDoubles(tensor));
                });
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}}|takes 8 bytes",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}|neither overlap nor leave gaps",
        "{'a':{'dtype':'F99','shape':[1],'data_offsets':[0,4]}}|dtype 'F99' is not known",
        "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}}|at least 0",
        "{'a':{'dtype':'F32','shape':[9223372036854775807,4],'data_offsets':[0,8]}}|expected a shape of at most",
        "{'a':{'dtype':'F32','shape':[4],'data_offsets':[0,16]}}|the file holds 8 bytes",
        "{'a':{'shape':[2],'data_offsets':[0,8]}}|expected \"dtype\"",
        "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,8]}}|whole number",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}|the header describes",
        "{'a':{'dtype':'F32','shape':[0,9223372036854775807],'data_offsets':[0,0]}}|expected a shape of at most",
        "{'a':{'dtype':'U8','shape':[0,9223372036854775807],'data_offsets':[0,0]}}|expected a shape of at most",
        "{'a':{'dtype':'F32','shape':[18446744073709551616],'data_offsets':[0,0]}}|at least 0",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,8]}}|at most 2 numbers",
        "{'__metadata__':{'format':1}}|__metadata__, 'format': expected a text",
        "{}{}|nothing after the JSON object",
        "['a']|expected a JSON object",
        "{'a':|JSON"})
    void aHeaderThatDoesNotFitIsNamed(String header, String message) throws IOException {
        Path file = write(header.replace('\'', '"'), 8);
        assertThatThrownBy(() -> SafetensorsFile.open(file)).isInstanceOf(FormatException.class)
            .hasMessageContaining(file.toString()).hasMessageContaining(message);
    }

    @Test
    void aWrongLengthIsNamed() throws IOException {
        Path file = folder.resolve("length.safetensors");
        Files.write(file, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining("at least 8 bytes");
        Files.write(file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(-1).array());
        assertThatThrownBy(() -> SafetensorsFile.open(file)).hasMessageContaining("header length");
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none"))).hasMessageContaining("no such file");
    }

    @Test
    void shardsAreOneFolderAndMisfitsAreAllNamed() throws IOException {
        try (Scope scope = Scope.open()) {
            SafetensorsWriter.write(folder.resolve("model-00001-of-00002.safetensors"), Map.of("a", Tensors.of(1f, 2f)), Map.of());
            SafetensorsWriter.write(folder.resolve("model-00002-of-00002.safetensors"), Map.of("b", Tensors.of(3f)), Map.of());
            Files.writeString(folder.resolve("model.safetensors.index.json"),
                "{\"weight_map\":{\"a\":\"model-00001-of-00002.safetensors\",\"b\":\"model-00002-of-00002.safetensors\"}}");
            try (WeightFiles weights = WeightFiles.open(folder);
                 ParameterStore fits = store(ParameterStore.Group.of("a", 2), ParameterStore.Group.of("b", 1));
                 ParameterStore not = store(ParameterStore.Group.of("a", 3), ParameterStore.Group.of("c", 1))) {
                weights.fill(fits, UnaryOperator.identity(), Set.of());
                assertThat(Tensors.toDoubles(fits.master("a"))).containsExactly(1, 2);
                assertThat(Tensors.toDoubles(fits.master("b"))).containsExactly(3);
                assertThatThrownBy(() -> weights.fill(not, UnaryOperator.identity(), Set.of()))
                    .hasMessageContaining("'a' has shape [2]").hasMessageContaining("'c' is missing").hasMessageContaining("'b' belongs to no parameter");
            }
        }
    }

    private static ParameterStore store(ParameterStore.Group... groups) {
        return ParameterStore.frozen(List.of(groups), ScalarType.Float);
    }

    private Path write(String header, int data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("bad.safetensors");
        Files.write(file, ByteBuffer.allocate(8 + json.length + data).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).array());
        return file;
    }
}
