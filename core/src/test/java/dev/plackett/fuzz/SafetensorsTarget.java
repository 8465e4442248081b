package dev.plackett.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.fuzz.Mutator.Named;
import dev.plackett.io.Json;
import dev.plackett.io.WeightFiles;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@link WeightFiles} on a folder whose one file is spoilt: what opens must be readable to the last tensor. */
final class SafetensorsTarget implements Target {

    private static final String FILE = "model.safetensors";
    private static final String[] DTYPES = {"F64", "F32", "F16", "BF16", "I64", "I32", "I16", "I8", "U8", "BOOL"};
    private static final int[] SIZES = {8, 4, 2, 2, 8, 4, 2, 1, 1, 1};
    private static final long[] LENGTHS = {0, 1, 2, 7, 8, 100_000_000, 100_000_001, Integer.MAX_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE, -1, Long.MIN_VALUE};
    /** Headers of the format's largest length take a tenth of a second each. */
    private static final int LARGE_EVERY = 1500;
    private static final int LARGEST = 100_000_000;

    private static final List<Named<JsonNode>> HEADER = List.of(new Named<>("dtype", SafetensorsTarget::dtype),
        new Named<>("shape", SafetensorsTarget::shape), new Named<>("offsets", SafetensorsTarget::offsets));

    @Override
    public String name() {
        return "safetensors";
    }

    @Override
    public Sample sample(SplittableRandom random) {
        ObjectNode header = Json.object();
        byte[] data = new byte[sound(header, random)];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) random.nextInt(256);
        }
        if (random.nextInt(LARGE_EVERY) == 0) {
            return large(header, data, random);
        }
        return switch (random.nextInt(8)) {
            case 0 -> new Sample(FILE, file(JsonMutators.bytes(header), data), "none");
            case 1 -> {
                ByteBuffer bytes = ByteBuffer.wrap(file(JsonMutators.bytes(header), data)).order(ByteOrder.LITTLE_ENDIAN);
                bytes.putLong(0, random.nextInt(2) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : bytes.getLong(0) + random.nextInt(17) - 8);
                yield new Sample(FILE, bytes.array(), "length");
            }
            case 2 -> padded(header, data, random);
            case 3, 4 -> {
                Chain<JsonNode> chain = Chain.of(header, HEADER, random);
                yield new Sample(FILE, file(JsonMutators.bytes(chain.value()), data), chain.label());
            }
            case 5, 6 -> {
                Chain<JsonNode> chain = Chain.of(header, JsonMutators.all(), random);
                yield new Sample(FILE, file(JsonMutators.bytes(chain.value()), data), chain.label());
            }
            default -> {
                Chain<byte[]> chain = Chain.of(file(JsonMutators.bytes(header), data), ByteMutators.all(), random);
                yield new Sample(FILE, chain.value(), chain.label());
            }
        };
    }

    @Override
    public void read(Path file) {
        try (Scope scope = Scope.open(); WeightFiles weights = WeightFiles.open(file.getParent())) {
            for (String name : weights.names()) {
                try (Scope one = Scope.open()) {
                    Tensor tensor = weights.read(name);
                    assertThat(Tensors.shape(tensor)).isEqualTo(weights.shape(name));
                    assertThat(Tensors.toDoubles(tensor)).hasSize(Math.toIntExact(Arrays.stream(weights.shape(name)).reduce(1, (a, b) -> a * b)));
                }
            }
        }
    }

    /** Fills a header with up to five tensors; their bytes. */
    private static int sound(ObjectNode header, SplittableRandom random) {
        if (random.nextInt(2) == 0) {
            header.putObject("__metadata__").put("format", "pt");
        }
        int at = 0;
        for (int t = random.nextInt(6); t > 0; t--) {
            int type = random.nextInt(DTYPES.length);
            ObjectNode node = header.putObject("layers." + t + ".weight").put("dtype", DTYPES[type]);
            var shape = node.putArray("shape");
            int count = 1;
            for (int axis = random.nextInt(4); axis > 0; axis--) {
                int n = random.nextInt(7);
                shape.add(n);
                count *= n;
            }
            node.putArray("data_offsets").add(at).add(at + count * SIZES[type]);
            at += count * SIZES[type];
        }
        return at;
    }

    private static Sample padded(ObjectNode header, byte[] data, SplittableRandom random) {
        byte[] spaces = new byte[random.nextInt(64)];
        Arrays.fill(spaces, (byte) ' ');
        return new Sample(FILE, file(ByteMutators.join(JsonMutators.bytes(header), spaces), data), "padding");
    }

    private static Sample large(ObjectNode header, byte[] data, SplittableRandom random) {
        byte[] json = JsonMutators.bytes(header);
        byte[] filler = new byte[LARGEST + random.nextInt(3) - 1 - json.length];
        byte[] unit = new String[] {" ", "[],", "{\"a\":", "\0", "\"a\":{},", "[", "1", "\u00e9"}[random.nextInt(8)].getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < filler.length; i++) {
            filler[i] = unit[i % unit.length];
        }
        // Behind the sound header, or as the list of a field within it.
        byte[] whole = random.nextInt(2) == 0 ? ByteMutators.join(json, filler) : ByteMutators.join("{\"a\":{\"x\":[".getBytes(StandardCharsets.UTF_8), filler, json);
        return new Sample(FILE, file(whole, data), "header of 100 MB");
    }

    private static JsonNode dtype(JsonNode header, SplittableRandom random) {
        String[] names = {"F32", "F8_E4M3", "f32", "", "F64", "BOOL", "U64", "C64", "float32"};
        tensor(header, random).put("dtype", names[random.nextInt(names.length)]);
        return header;
    }

    private static JsonNode shape(JsonNode header, SplittableRandom random) {
        long[] lengths = {0, 1, -1, 3, 1L << 31, 1L << 32, 1L << 62, Long.MAX_VALUE, Long.MIN_VALUE};
        var shape = tensor(header, random).putArray("shape");
        for (int axis = random.nextInt(random.nextInt(20) == 0 ? 100 : 5); axis > 0; axis--) {
            shape.add(lengths[random.nextInt(lengths.length)]);
        }
        return header;
    }

    private static JsonNode offsets(JsonNode header, SplittableRandom random) {
        ObjectNode tensor = tensor(header, random);
        long[] values = {0, 1, -1, 8, 1L << 31, 1L << 62, Long.MAX_VALUE, tensor.path("data_offsets").path(0).asLong(0), tensor.path("data_offsets").path(1).asLong(0)};
        tensor.putArray("data_offsets").add(values[random.nextInt(values.length)]).add(values[random.nextInt(values.length)]);
        return header;
    }

    private static ObjectNode tensor(JsonNode header, SplittableRandom random) {
        List<JsonNode> tensors = header.valueStream().filter(n -> n.has("dtype")).toList();
        return tensors.isEmpty() ? ((ObjectNode) header).putObject("only") : (ObjectNode) tensors.get(random.nextInt(tensors.size()));
    }

    private static byte[] file(byte[] json, byte[] data) {
        return ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).put(data).array();
    }
}
