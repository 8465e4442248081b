package dev.plackett.fuzz;

import dev.plackett.fuzz.Mutator.Named;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Ways to spoil any file. */
final class ByteMutators {

    private static final byte[][] FRAGMENTS = {{(byte) 0xFF}, {(byte) 0xC0, (byte) 0x80}, {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, {0}, {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
        "\r".getBytes(), "\n\n".getBytes(), "\"".getBytes(), "\\u".getBytes(), "\\ud800".getBytes(), "{}".getBytes(), "[[[[".getBytes(), "1e999".getBytes(),
        "-".getBytes(), "NaN".getBytes(), "null".getBytes(), "18446744073709551616".getBytes()};

    private ByteMutators() {}

    /** All of them. */
    static List<Named<byte[]>> all() {
        return List.of(new Named<>("bits flipped", ByteMutators::flip), new Named<>("bytes replaced", ByteMutators::replace),
            new Named<>("truncated", ByteMutators::truncate), new Named<>("bytes removed", ByteMutators::remove),
            new Named<>("fragment inserted", ByteMutators::insert), new Named<>("piece repeated", ByteMutators::repeat),
            new Named<>("pieces swapped", ByteMutators::swap), new Named<>("emptied", (bytes, random) -> new byte[0]));
    }

    private static byte[] flip(byte[] bytes, SplittableRandom random) {
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private static byte[] replace(byte[] bytes, SplittableRandom random) {
        int from = random.nextInt(bytes.length + 1);
        for (int i = from; i < Math.min(bytes.length, from + 1 + random.nextInt(8)); i++) {
            bytes[i] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static byte[] truncate(byte[] bytes, SplittableRandom random) {
        return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
    }

    private static byte[] remove(byte[] bytes, SplittableRandom random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(16));
        return join(Arrays.copyOf(bytes, from), Arrays.copyOfRange(bytes, to, bytes.length));
    }

    private static byte[] insert(byte[] bytes, SplittableRandom random) {
        return insert(bytes, random.nextInt(bytes.length + 1), FRAGMENTS[random.nextInt(FRAGMENTS.length)]);
    }

    private static byte[] repeat(byte[] bytes, SplittableRandom random) {
        int from = random.nextInt(bytes.length + 1);
        byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(64)));
        return insert(bytes, from, piece);
    }

    private static byte[] swap(byte[] bytes, SplittableRandom random) {
        int cut = random.nextInt(bytes.length + 1);
        return join(Arrays.copyOfRange(bytes, cut, bytes.length), Arrays.copyOf(bytes, cut));
    }

    static byte[] insert(byte[] bytes, int at, byte[] what) {
        return join(Arrays.copyOf(bytes, at), what, Arrays.copyOfRange(bytes, at, bytes.length));
    }

    static byte[] join(byte[]... parts) {
        byte[] out = new byte[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }
}
