package dev.plackett.io;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a safetensors file. The same tensors always give the same bytes. */
public final class SafetensorsWriter {

    private static final int CHUNK = 1 << 24;

    private SafetensorsWriter() {}

    /**
     * Writes tensors in the map's order and forces them to the disk.
     *
     * @param file     the file, replaced when it exists
     * @param tensors  tensors by name, any dtype the format knows
     * @param metadata the header's {@code __metadata__}; transformers expects {@code format=pt}
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata) {
        ObjectNode header = Json.object();
        if (!metadata.isEmpty()) {
            ObjectNode node = header.putObject("__metadata__");
            metadata.forEach(node::put);
        }
        long at = 0;
        for (Map.Entry<String, Tensor> e : tensors.entrySet()) {
            ObjectNode node = header.putObject(e.getKey());
            node.put("dtype", Dtypes.toSafetensors(Tensors.dtype(e.getValue())));
            ArrayNode shape = node.putArray("shape");
            Arrays.stream(Tensors.shape(e.getValue())).forEach(shape::add);
            long end = at + e.getValue().nbytes();
            node.putArray("data_offsets").add(at).add(end);
            at = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(json);
        while (head.hasRemaining()) {
            head.put((byte) ' ');
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeFully(channel, head.flip());
            for (Tensor tensor : tensors.values()) {
                write(channel, tensor);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static void write(FileChannel channel, Tensor tensor) throws IOException {
        try (Scope scope = Scope.open()) {
            Tensor contiguous = tensor.detach().contiguous();
            long size = contiguous.nbytes();
            if (size == 0) {
                return;
            }
            BytePointer source = Tensors.bytes(contiguous);
            for (long done = 0; done < size; done += CHUNK) {
                writeFully(channel, new BytePointer(source.getPointer(done)).capacity(Math.min(CHUNK, size - done)).asByteBuffer());
            }
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
