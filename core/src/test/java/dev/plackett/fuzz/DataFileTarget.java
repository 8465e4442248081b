package dev.plackett.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.data.file.DataFile;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@link DataFile} on users' files of all formats, strict and with bad rows passed over. */
final class DataFileTarget implements Target {

    private static final String[] TEXTS = {"What is a cat?", "a small animal", " and more", "", "quote \" and , comma", "line\nbreak", "naïve 🙂", "\\", "a,b;c\td"};
    /** JSONL above all. */
    private static final String[] SUFFIXES = {".jsonl", ".jsonl", ".jsonl", ".jsonl", ".ndjson", ".json", ".json", ".csv", ".tsv", ".txt"};
    private static final List<Function<SplittableRandom, ObjectNode>> KINDS = List.of(
        r -> Json.object().put("prompt", text(r)).put("completion", text(r)),
        r -> Json.object().put("prompt", text(r)).put("chosen", text(r)).put("rejected", text(r)),
        r -> Json.object().put("chosen", "Q: which? " + text(r) + "x").put("rejected", "Q: which? " + text(r) + "y"),
        r -> Json.object().put("prompt", text(r)),
        r -> Json.object().put("text", text(r)).put("other", r.nextInt(100)),
        r -> Json.object().put("prompt", text(r)).put("completion", text(r)).put("label", r.nextInt(2) == 0),
        DataFileTarget::tokens,
        r -> Json.object().put("prompt", text(r)).set("candidates", Json.MAPPER.createArrayNode().add(text(r)).add(text(r))),
        r -> Json.object().set("messages", messages(r, 3)),
        r -> Json.object().<ObjectNode>set("prompt", messages(r, 1)).set("completion", messages(r, 1)));

    @Override
    public String name() {
        return "data";
    }

    @Override
    public Sample sample(SplittableRandom random) {
        String suffix = SUFFIXES[random.nextInt(SUFFIXES.length)];
        Function<SplittableRandom, ObjectNode> kind = KINDS.get(random.nextInt(KINDS.size()));
        List<JsonNode> rows = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            rows.add(kind.apply(random));
        }
        int way = random.nextInt(4);
        String mutation = "none";
        if (way == 1 || way == 2) {
            int spoilt = random.nextInt(rows.size());
            Chain<JsonNode> chain = Chain.of(rows.get(spoilt), JsonMutators.all(), random);
            rows.set(spoilt, chain.value());
            mutation = chain.label();
        }
        byte[] bytes = written(rows, suffix).getBytes(StandardCharsets.UTF_8);
        if (way == 3) {
            Chain<byte[]> chain = Chain.of(bytes, ByteMutators.all(), random);
            bytes = chain.value();
            mutation = chain.label();
        }
        return new Sample("rows" + suffix, bytes, mutation);
    }

    /** Both ways of reading must agree: what is strictly sound has nothing to skip. */
    @Override
    public void read(Path file) {
        DataFile strict = null;
        FormatException refusal = null;
        try {
            strict = DataFile.read(file);
        } catch (FormatException e) {
            refusal = e;
        }
        DataFile lenient = DataFile.read(file, new DataFile.Options(true, Map.of()));
        assertThat(lenient.items()).isNotEmpty();
        assertThat(lenient.skipped().isEmpty()).isEqualTo(strict != null);
        if (refusal != null) {
            throw refusal;
        }
    }

    private static String written(List<JsonNode> rows, String suffix) {
        List<String> json = rows.stream().map(row -> new String(JsonMutators.bytes(row), StandardCharsets.UTF_8)).toList();
        return switch (suffix) {
            case ".json" -> "[" + String.join(",\n ", json) + "]\n";
            case ".csv" -> separated(rows, ",");
            case ".tsv" -> separated(rows, "\t");
            default -> String.join("\n", json) + "\n";
        };
    }

    private static String separated(List<JsonNode> rows, String separator) {
        List<String> columns = rows.stream().flatMap(row -> row.properties().stream()).map(Map.Entry::getKey).distinct().toList();
        return columns.stream().map(DataFileTarget::quoted).collect(Collectors.joining(separator)) + "\r\n"
            + rows.stream().map(row -> columns.stream().map(c -> quoted(row.path(c).isString() ? row.path(c).stringValue() : row.path(c).toString()))
                .collect(Collectors.joining(separator))).collect(Collectors.joining("\r\n"));
    }

    private static String quoted(String cell) {
        return "\"" + cell.replace("\"", "\"\"") + "\"";
    }

    private static String text(SplittableRandom random) {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private static ObjectNode tokens(SplittableRandom random) {
        ObjectNode row = Json.object();
        ArrayNode ids = row.putArray("input_ids");
        ArrayNode mask = row.putArray("completion_mask");
        for (int i = 0; i < 2 + random.nextInt(6); i++) {
            ids.add(random.nextInt(1000));
            mask.add(i > 0 ? 1 : 0);
        }
        return row;
    }

    private static ArrayNode messages(SplittableRandom random, int turns) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        for (int i = 0; i < turns; i++) {
            out.addObject().put("role", i % 2 == 0 ? "user" : "assistant").put("content", text(random));
        }
        return out;
    }
}
