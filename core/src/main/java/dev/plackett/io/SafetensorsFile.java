package dev.plackett.io;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a safetensors file: eight bytes of header length (little endian), a JSON header, then the numbers.
 * Everything is checked against the file before a byte is believed; tensors are read through a channel, so mapped pages never count as memory
 * and files may exceed 2 GB.
 */
public final class SafetensorsFile implements AutoCloseable {

    /** Where a tensor lies. Offsets are from the file's beginning. */
    public record Entry(String dtype, long[] shape, long begin, long end) {}

    /** The format's own limit. */
    private static final long HEADER_LIMIT = 100_000_000;
    private static final int CHUNK = 1 << 24;

    private final Path file;
    private final FileChannel channel;
    private final Map<String, Entry> entries;
    private final Map<String, String> metadata = new TreeMap<>();

    private SafetensorsFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.entries = readHeader();
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws FormatException when the header is not that of a safetensors file or does not fit the file
     */
    public static SafetensorsFile open(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            return new SafetensorsFile(file, channel);
        } catch (java.nio.file.NoSuchFileException e) {
            throw new FormatException(file, "", "no such file", e);
        } catch (IOException e) {
            closeQuietly(channel);
            throw new UncheckedIOException(file + " cannot be read", e);
        } catch (RuntimeException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /** Tensors by name, in the header's order. */
    public Map<String, Entry> entries() {
        return entries;
    }

    /** The header's {@code __metadata__}. */
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * Reads one tensor in its stored dtype.
     *
     * @throws FormatException when there is none of that name
     */
    public Tensor read(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new FormatException(file, "", "no tensor '" + name + "'");
        }
        try (Scope scope = Scope.open()) {
            Tensor tensor = Tensors.empty(Dtypes.fromSafetensors(entry.dtype()), entry.shape());
            long size = entry.end() - entry.begin();
            if (size > 0) {
                BytePointer target = Tensors.bytes(tensor);
                for (long done = 0; done < size; done += CHUNK) {
                    int n = (int) Math.min(CHUNK, size - done);
                    ByteBuffer buffer = new BytePointer(target.getPointer(done)).capacity(n).asByteBuffer();
                    readFully(buffer, entry.begin() + done);
                }
            }
            return scope.keep(tensor);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": tensor '" + name + "' cannot be read", e);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private Map<String, Entry> readHeader() throws IOException {
        long fileSize = channel.size();
        if (fileSize < 8) {
            throw new FormatException(file, "", "expected at least 8 bytes of header length, found a file of " + fileSize + " bytes");
        }
        ByteBuffer lengthBytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        readFully(lengthBytes, 0);
        long length = lengthBytes.getLong(0);
        if (length < 2 || length > HEADER_LIMIT || length > fileSize - 8) {
            throw new FormatException(file, "bytes 0 to 7", "header length " + Long.toUnsignedString(length)
                + " does not fit: expected 2 to " + Math.min(HEADER_LIMIT, fileSize - 8));
        }
        ByteBuffer header = ByteBuffer.allocate((int) length);
        readFully(header, 8);
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(new String(header.array(), StandardCharsets.UTF_8));
        } catch (JacksonException | StackOverflowError e) {
            throw new FormatException(file, "header", "is no valid JSON: "
                + (e instanceof JacksonException j ? j.getOriginalMessage() : "nested too deeply"), e);
        }
        if (!(root instanceof ObjectNode object)) {
            throw new FormatException(file, "header", "expected a JSON object, found " + root.getNodeType());
        }
        Map<String, Entry> found = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getKey().equals("__metadata__")) {
                field.getValue().properties().forEach(m -> metadata.put(m.getKey(), m.getValue().asString("")));
            } else {
                found.put(field.getKey(), entry(field.getKey(), field.getValue(), 8 + length, fileSize));
            }
        }
        checkLayout(found, 8 + length, fileSize);
        return Collections.unmodifiableMap(found);
    }

    private Entry entry(String name, JsonNode node, long dataStart, long fileSize) {
        String place = "header, tensor '" + name + "'";
        String dtype = node.path("dtype").isString() ? node.path("dtype").stringValue() : "";
        JsonNode shapeNode = node.path("shape");
        JsonNode offsets = node.path("data_offsets");
        if (dtype.isEmpty() || !shapeNode.isArray() || !offsets.isArray() || offsets.size() != 2) {
            throw new FormatException(file, place, "expected \"dtype\", \"shape\" and two \"data_offsets\", found " + brief(node));
        }
        int elementSize = Dtypes.sizeOf(dtype);
        if (elementSize == 0) {
            throw new FormatException(file, place, "dtype '" + dtype + "' is not known; known are " + Dtypes.known());
        }
        long[] shape = new long[shapeNode.size()];
        long bytes = elementSize;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = index(shapeNode.get(i), place + ", shape[" + i + "]");
            long size = bytes * shape[i];
            if (shape[i] != 0 && size / shape[i] != bytes) {
                throw new FormatException(file, place, "shape " + shapeNode + " is too large");
            }
            bytes = size;
        }
        long begin = index(offsets.get(0), place + ", data_offsets[0]");
        long end = index(offsets.get(1), place + ", data_offsets[1]");
        if (begin > end || end > fileSize - dataStart || end - begin != bytes) {
            throw new FormatException(file, place, "data_offsets " + offsets + " do not fit: shape " + Arrays.toString(shape) + " of " + dtype
                + " takes " + bytes + " bytes, the file holds " + (fileSize - dataStart) + " bytes of data");
        }
        return new Entry(dtype, shape, dataStart + begin, dataStart + end);
    }

    private void checkLayout(Map<String, Entry> found, long dataStart, long fileSize) {
        long at = dataStart;
        for (Map.Entry<String, Entry> e : found.entrySet().stream()
                .sorted((a, b) -> a.getValue().begin() != b.getValue().begin()
                    ? Long.compare(a.getValue().begin(), b.getValue().begin()) : Long.compare(a.getValue().end(), b.getValue().end())).toList()) {
            if (e.getValue().begin() != at) {
                throw new FormatException(file, "header, tensor '" + e.getKey() + "'", "begins at byte " + e.getValue().begin()
                    + " where the tensor before it ends at " + at + ": tensors must neither overlap nor leave gaps");
            }
            at = e.getValue().end();
        }
        if (at != fileSize) {
            throw new FormatException(file, "", "the header describes " + at + " bytes, the file has " + fileSize);
        }
    }

    private long index(JsonNode node, String place) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw new FormatException(file, place, "expected a whole number of at least 0, found " + brief(node));
        }
        return node.longValue();
    }

    private void readFully(ByteBuffer buffer, long position) throws IOException {
        long at = position;
        while (buffer.hasRemaining()) {
            int n = channel.read(buffer, at);
            if (n < 0) {
                throw new EOFException(file + ": ends at byte " + at);
            }
            at += n;
        }
    }

    private static String brief(JsonNode node) {
        String text = node.toString();
        return text.length() <= 60 ? text : text.substring(0, 57) + "...";
    }

    private static void closeQuietly(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
