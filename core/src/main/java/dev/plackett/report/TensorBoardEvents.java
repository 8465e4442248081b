package dev.plackett.report;

import dev.plackett.event.Event;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * Metric rows as TensorBoard scalars. The file is a sequence of TFRecords: length (8 bytes, little endian), masked CRC-32C of the length,
 * data, masked CRC-32C of the data; the data are {@code Event} messages of TensorFlow's event.proto.
 *
 * <p>A row's step is its label {@code step}, else {@code epoch}, else {@code round}; the other labels become part of the tag,
 * {@code train/loss/method=sppo/round=1}, so that curves that differ in them can be told apart.
 */
final class TensorBoardEvents {

    private static final List<String> STEPS = List.of("step", "epoch", "round");

    private TensorBoardEvents() {}

    /** What a file begins with. */
    static byte[] header(double wallSeconds) {
        return record(new Protobuf().float64(1, wallSeconds).text(3, "brain.Event:2").toBytes());
    }

    /** One event that holds all values of a row. */
    static byte[] scalars(Event.Metrics row, double wallSeconds) {
        String stepLabel = STEPS.stream().filter(name -> row.labels().get(name) instanceof Number).findFirst().orElse("");
        long step = row.labels().get(stepLabel) instanceof Number n ? n.longValue() : 0;
        String suffix = new TreeMap<>(row.labels()).entrySet().stream().filter(e -> !e.getKey().equals(stepLabel))
            .map(e -> "/" + e.getKey() + "=" + e.getValue()).collect(Collectors.joining());
        Protobuf summary = new Protobuf();
        for (Map.Entry<String, Double> e : new TreeMap<>(row.values()).entrySet()) {
            summary.message(1, new Protobuf().text(1, row.series() + "/" + e.getKey() + suffix).float32(2, e.getValue().floatValue()));
        }
        return record(new Protobuf().float64(1, wallSeconds).int64(2, step).message(5, summary).toBytes());
    }

    private static byte[] record(byte[] data) {
        byte[] length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(data.length).array();
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 16);
        out.writeBytes(length);
        out.writeBytes(masked(length));
        out.writeBytes(data);
        out.writeBytes(masked(data));
        return out.toByteArray();
    }

    /** TFRecord rotates and shifts its checksums, so that a file of checksums does not check itself. */
    private static byte[] masked(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int value = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }
}
