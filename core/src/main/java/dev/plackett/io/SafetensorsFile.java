package dev.plackett.io;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;

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
    private static final int BLOCK = 1 << 16;

    private final Path file;
    private final FileChannel channel;
    private final SafetensorsHeader header;

    private SafetensorsFile(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.header = readHeader();
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws FormatException when the header is not that of a safetensors file or does not fit the file
     */
    public static SafetensorsFile open(Path file) {
        FileChannel channel = null;
        try {
            if (Files.isDirectory(file)) {
                throw Unreadable.missing(file, "");
            }
            channel = FileChannel.open(file, StandardOpenOption.READ);
            return new SafetensorsFile(file, channel);
        } catch (IOException e) {
            closeQuietly(channel);
            throw Unreadable.of(file, e);
        } catch (RuntimeException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /** Tensors by name, in the header's order. */
    public Map<String, Entry> entries() {
        return header.entries();
    }

    /** The header's {@code __metadata__}. */
    public Map<String, String> metadata() {
        return header.metadata();
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
        Entry entry = header.entries().get(name);
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

    /**
     * Whether all numbers of a tensor are finite; integers are. Looks at the file's bytes alone: a tensor that is read and freed again would move what is allocated
     * later, and products need not give the same last bits wherever matrices lie.
     *
     * @throws FormatException when there is none of that name
     */
    public boolean finite(String name) {
        Entry entry = header.entries().get(name);
        if (entry == null) {
            throw new FormatException(file, "", "no tensor '" + name + "'");
        }
        ByteBuffer buffer = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        try {
            for (long at = entry.begin(); at < entry.end(); at += BLOCK) {
                buffer.clear().limit((int) Math.min(BLOCK, entry.end() - at));
                readFully(buffer, at);
                if (!finite(buffer.flip(), entry.dtype())) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": tensor '" + name + "' cannot be read", e);
        }
    }

    /** A number is not finite when all bits of its exponent are set. */
    private static boolean finite(ByteBuffer bytes, String dtype) {
        return switch (dtype) {
            case "F64" -> IntStream.range(0, bytes.limit() / 8).allMatch(i -> (bytes.getLong(8 * i) & 0x7ff0_0000_0000_0000L) != 0x7ff0_0000_0000_0000L);
            case "F32" -> IntStream.range(0, bytes.limit() / 4).allMatch(i -> (bytes.getInt(4 * i) & 0x7f80_0000) != 0x7f80_0000);
            case "BF16" -> IntStream.range(0, bytes.limit() / 2).allMatch(i -> (bytes.getShort(2 * i) & 0x7f80) != 0x7f80);
            case "F16" -> IntStream.range(0, bytes.limit() / 2).allMatch(i -> (bytes.getShort(2 * i) & 0x7c00) != 0x7c00);
            default -> true;
        };
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private SafetensorsHeader readHeader() throws IOException {
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
        return SafetensorsHeader.read(file, channel, (int) length, fileSize);
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
