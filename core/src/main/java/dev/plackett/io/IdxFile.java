package dev.plackett.io;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;

/**
 * An array of bytes in the IDX format of MNIST and its kin: two zeros, the type (8: unsigned bytes), the number of axes, their lengths (big endian), the data;
 * compressed with gzip or not.
 *
 * @param shape lengths of the axes
 * @param bytes row-major, unsigned
 */
public record IdxFile(int[] shape, byte[] bytes) {

    private static final int UNSIGNED_BYTE = 8;
    private static final int GZIP = 0x1f;

    /**
     * Reads a file.
     *
     * @param axes number of axes expected
     * @throws FormatException when the file is missing, cut short, too long, or something else
     */
    public static IdxFile read(Path file, int axes) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, file, axes);
        } catch (NoSuchFileException e) {
            throw new FormatException(file, "", "no such file", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    /**
     * Reads a stream to its end.
     *
     * @param name what to call it in errors
     * @param axes number of axes expected
     */
    public static IdxFile read(InputStream stream, Path name, int axes) throws IOException {
        BufferedInputStream raw = new BufferedInputStream(stream, 1 << 16);
        raw.mark(1);
        int first = raw.read();
        raw.reset();
        try (DataInputStream in = new DataInputStream(first == GZIP ? new GZIPInputStream(raw, 1 << 16) : raw)) {
            int magic = in.readInt();
            if (magic != (UNSIGNED_BYTE << 8 | axes)) {
                throw new FormatException(name, "bytes 0 to 3", String.format("expected the mark %08x of unsigned bytes with %d axes, found %08x",
                    UNSIGNED_BYTE << 8 | axes, axes, magic));
            }
            int[] shape = new int[axes];
            long size = 1;
            for (int i = 0; i < axes; i++) {
                shape[i] = in.readInt();
                if (shape[i] < 0 || (size *= shape[i]) > Integer.MAX_VALUE - 8) {
                    throw new FormatException(name, "axis " + i, "expected lengths of at least 0 and at most 2 GB in all, found "
                        + Arrays.toString(Arrays.copyOf(shape, i + 1)));
                }
            }
            byte[] bytes = in.readNBytes((int) size);
            if (bytes.length < size || in.read() >= 0) {
                throw new FormatException(name, "", "expected " + size + " bytes of data for shape " + Arrays.toString(shape) + ", found "
                    + (bytes.length < size ? "only " + bytes.length : "more"));
            }
            return new IdxFile(shape, bytes);
        } catch (EOFException e) {
            throw new FormatException(name, "", "ends within its header or its compressed data", e);
        } catch (ZipException e) {
            throw new FormatException(name, "", "cannot be decompressed: " + e.getMessage(), e);
        }
    }

    /** The first rows of the first axis. */
    public IdxFile first(int rows) {
        if (rows < 0 || rows > shape[0]) {
            throw new IllegalArgumentException("the first " + rows + " of " + shape[0] + " rows");
        }
        int[] fewer = shape.clone();
        fewer[0] = rows;
        return new IdxFile(fewer, Arrays.copyOf(bytes, shape[0] == 0 ? 0 : bytes.length / shape[0] * rows));
    }

    /** Writes it, compressed. The same array gives the same bytes. */
    public void write(Path file) {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(best(Files.newOutputStream(file)), 1 << 16))) {
            out.writeInt(UNSIGNED_BYTE << 8 | shape.length);
            for (int length : shape) {
                out.writeInt(length);
            }
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private static GZIPOutputStream best(OutputStream out) throws IOException {
        return new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        };
    }
}
