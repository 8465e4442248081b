package dev.plackett.io;

import dev.plackett.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The JSON header of a safetensors file, read token by token: memory follows what it describes, never what it nests.
 *
 * @param entries  tensors by name, in the header's order
 * @param metadata its {@code __metadata__}
 */
record SafetensorsHeader(Map<String, SafetensorsFile.Entry> entries, Map<String, String> metadata) {

    /** More axes than libtorch's operators take. */
    private static final int MOST_AXES = 64;

    SafetensorsHeader {
        entries = Collections.unmodifiableMap(entries);
        metadata = Collections.unmodifiableMap(metadata);
    }

    /**
     * Reads and checks a header.
     *
     * @param length   bytes of JSON, already known to lie within the file
     * @param fileSize bytes of the whole file
     * @throws FormatException when it is no header or does not fit the file
     */
    static SafetensorsHeader read(Path file, FileChannel channel, int length, long fileSize) throws IOException {
        Map<String, SafetensorsFile.Entry> entries = new LinkedHashMap<>();
        Map<String, String> metadata = new TreeMap<>();
        InputStream bytes = new Bounded(Channels.newInputStream(channel.position(8)), length);
        // A Reader, since from bytes a parser would also take UTF-16 and UTF-32.
        try (Reader text = new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
             JsonParser parser = Json.MAPPER.createParser(text)) {
            expect(file, parser, parser.nextToken(), JsonToken.START_OBJECT, "header", "a JSON object");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (name.equals("__metadata__")) {
                    metadata(file, parser, value, metadata);
                } else {
                    entries.put(name, new Fields(file, "header, tensor '" + Excerpt.of(name) + "'").read(parser, value).entry(8L + length, fileSize));
                }
            }
            if (parser.nextToken() != null) {
                throw new FormatException(file, "header", "expected nothing after the JSON object, found " + parser.currentToken());
            }
        } catch (JacksonException e) {
            throw new FormatException(file, "header", e.getCause() instanceof CharacterCodingException ? "is no valid UTF-8"
                : "is no valid JSON: " + Excerpt.of(e.getOriginalMessage(), 200), e);
        }
        checkLayout(file, entries, 8L + length, fileSize);
        return new SafetensorsHeader(entries, metadata);
    }

    private static void metadata(Path file, JsonParser parser, JsonToken value, Map<String, String> into) {
        expect(file, parser, value, JsonToken.START_OBJECT, "header, __metadata__", "an object of texts");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            expect(file, parser, parser.nextToken(), JsonToken.VALUE_STRING, "header, __metadata__, '" + Excerpt.of(key) + "'", "a text");
            into.put(key, parser.getString());
        }
    }

    private static void expect(Path file, JsonParser parser, JsonToken found, JsonToken token, String place, String expected) {
        if (found != token) {
            throw new FormatException(file, place, "expected " + expected + ", found " + (found == null ? "nothing" : Excerpt.of(parser.getString())));
        }
    }

    private static void checkLayout(Path file, Map<String, SafetensorsFile.Entry> found, long dataStart, long fileSize) {
        List<Map.Entry<String, SafetensorsFile.Entry>> ordered = found.entrySet().stream()
            .sorted((a, b) -> a.getValue().begin() != b.getValue().begin()
                ? Long.compare(a.getValue().begin(), b.getValue().begin()) : Long.compare(a.getValue().end(), b.getValue().end())).toList();
        long at = dataStart;
        for (Map.Entry<String, SafetensorsFile.Entry> e : ordered) {
            if (e.getValue().begin() != at) {
                throw new FormatException(file, "header, tensor '" + Excerpt.of(e.getKey()) + "'", "begins at byte " + e.getValue().begin()
                    + " where the tensor before it ends at " + at + ": tensors must neither overlap nor leave gaps");
            }
            at = e.getValue().end();
        }
        if (at != fileSize) {
            throw new FormatException(file, "", "the header describes " + at + " bytes, the file has " + fileSize);
        }
    }

    /** The first bytes of a channel. Closing it leaves the channel open. */
    private static final class Bounded extends InputStream {

        private final InputStream in;
        private int left;

        Bounded(InputStream in, int length) {
            this.in = in;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            return left == 0 ? -1 : counted(in.read(), 1);
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = in.read(into, from, Math.min(most, left));
            return counted(n, n);
        }

        private int counted(int result, int bytes) {
            left -= result < 0 ? 0 : bytes;
            return result;
        }
    }

    /** The fields of one tensor as they are found. */
    private static final class Fields {

        private final Path file;
        private final String place;
        private String dtype;
        private long[] shape;
        private long[] offsets;

        Fields(Path file, String place) {
            this.file = file;
            this.place = place;
        }

        Fields read(JsonParser parser, JsonToken value) {
            expect(file, parser, value, JsonToken.START_OBJECT, place, "an object with \"dtype\", \"shape\" and \"data_offsets\"");
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String field = parser.currentName();
                JsonToken found = parser.nextToken();
                switch (field) {
                    case "dtype" -> {
                        expect(file, parser, found, JsonToken.VALUE_STRING, place + ", dtype", "one of " + Dtypes.known());
                        dtype = parser.getString();
                    }
                    case "shape" -> shape = numbers(parser, found, "shape", MOST_AXES);
                    case "data_offsets" -> offsets = numbers(parser, found, "data_offsets", 2);
                    default -> parser.skipChildren();
                }
            }
            return this;
        }

        SafetensorsFile.Entry entry(long dataStart, long fileSize) {
            if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
                throw new FormatException(file, place, "expected \"dtype\", \"shape\" and two \"data_offsets\", found dtype " + Excerpt.of(dtype)
                    + ", shape " + Arrays.toString(shape) + ", data_offsets " + Arrays.toString(offsets));
            }
            int elementSize = Dtypes.sizeOf(dtype);
            if (elementSize == 0) {
                throw new FormatException(file, place, "dtype '" + Excerpt.of(dtype) + "' is not known; known are " + Dtypes.known());
            }
            long bytes = bytes(elementSize);
            if (offsets[0] > offsets[1] || offsets[1] > fileSize - dataStart || offsets[1] - offsets[0] != bytes) {
                throw new FormatException(file, place, "data_offsets " + Arrays.toString(offsets) + " do not fit: shape " + Arrays.toString(shape) + " of "
                    + dtype + " takes " + bytes + " bytes, the file holds " + (fileSize - dataStart) + " bytes of data");
            }
            return new SafetensorsFile.Entry(dtype, shape, dataStart + offsets[0], dataStart + offsets[1]);
        }

        /** The tensor's size. Axes of length 0 make it empty, but the others must still fit: libtorch multiplies them for its strides. */
        private long bytes(int elementSize) {
            long elements = 1;
            boolean empty = false;
            for (long axis : shape) {
                empty |= axis == 0;
                if (axis > Tensors.MOST_ELEMENTS / elements) {
                    throw new FormatException(file, place, "expected a shape of at most " + Tensors.MOST_ELEMENTS + " numbers, found " + Arrays.toString(shape));
                }
                elements *= Math.max(1, axis);
            }
            return empty ? 0 : elements * elementSize;
        }

        private long[] numbers(JsonParser parser, JsonToken value, String field, int most) {
            expect(file, parser, value, JsonToken.START_ARRAY, place + ", " + field, "a list of whole numbers");
            long[] out = new long[most];
            int n = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String at = place + ", " + field + "[" + n + "]";
                if (n == most) {
                    throw new FormatException(file, at, "expected at most " + most + " numbers, found more");
                }
                expect(file, parser, parser.currentToken(), JsonToken.VALUE_NUMBER_INT, at, "a whole number of at least 0");
                if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER || parser.getLongValue() < 0) {
                    throw new FormatException(file, at, "expected a whole number of at least 0, found " + Excerpt.of(parser.getString()));
                }
                out[n++] = parser.getLongValue();
            }
            return Arrays.copyOf(out, n);
        }
    }
}
