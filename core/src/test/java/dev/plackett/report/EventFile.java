package dev.plackett.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An independent reader of TensorBoard event files: own CRC by polynomial division, own walk over the wire format. */
final class EventFile {

    /** A scalar of an event. */
    record Point(String tag, long step, double wall, float value) {}

    /** What a file holds. */
    record Content(String version, List<Point> points) {}

    private EventFile() {}

    static Content read(Path file) throws Exception {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        String version = "";
        List<Point> points = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] length = take(in, 8);
            check(length, in.getInt());
            byte[] data = take(in, Math.toIntExact(ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()));
            check(data, in.getInt());
            Object[] event = fields(data, 8);
            if (event[3] != null) {
                version = new String((byte[]) event[3], StandardCharsets.UTF_8);
            }
            if (event[5] != null) {
                ByteBuffer summary = ByteBuffer.wrap((byte[]) event[5]);
                while (summary.hasRemaining()) {
                    if (varint(summary) != (1 << 3 | 2)) {
                        throw new AssertionError("a summary holds values only");
                    }
                    Object[] value = fields(take(summary, (int) varint(summary)), 8);
                    points.add(new Point(new String((byte[]) value[1], StandardCharsets.UTF_8), (Long) event[2], Double.longBitsToDouble((Long) event[1]),
                        Float.intBitsToFloat(((Long) value[2]).intValue())));
                }
            }
        }
        return new Content(version, points);
    }

    private static Object[] fields(byte[] message, int most) {
        Object[] fields = new Object[most];
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = varint(in);
            int field = (int) (key >>> 3);
            fields[field] = switch ((int) (key & 7)) {
                case 0 -> (Object) varint(in);
                case 1 -> in.getLong();
                case 2 -> take(in, (int) varint(in));
                case 5 -> (long) in.getInt();
                default -> throw new AssertionError("wire type " + (key & 7));
            };
        }
        return fields;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
    }

    private static byte[] take(ByteBuffer in, int n) {
        byte[] bytes = new byte[n];
        in.get(bytes);
        return bytes;
    }

    private static void check(byte[] data, int stored) {
        int unrotated = stored - 0xa282ead8;
        int crc = unrotated >>> 17 | unrotated << 15;
        if (crc != crc32c(data)) {
            throw new AssertionError("checksum of " + data.length + " bytes");
        }
    }

    static int crc32c(byte[] data) {
        int crc = ~0;
        for (byte b : data) {
            crc ^= b & 0xFF;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc >>> 1 ^ (0x82F63B78 & -(crc & 1));
            }
        }
        return ~crc;
    }
}
