package dev.plackett.data.file;

import dev.plackett.data.file.RawRows.Raw;
import dev.plackett.io.Excerpt;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.Nearest;
import dev.plackett.io.TextLines;
import dev.plackett.io.Unreadable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user's file, read whole.
 *
 * @param schema  what it holds
 * @param items   its rows, in order
 * @param skipped bad rows that were passed over, with the reason; empty unless asked for
 */
public record DataFile(Schema schema, List<Item> items, List<String> skipped) {

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int MOST_LEADING_SPACE = 1 << 16;
    private static final Map<String, RawRows> BY_SUFFIX = Map.of("jsonl", RawRows::jsonLines, "ndjson", RawRows::jsonLines,
        "csv", RawRows.separated(','), "tsv", RawRows.separated('\t'), "txt", RawRows::prompts);
    /** Names that other data sets give to these columns. */
    private static final Map<String, String> ALIASES = Map.ofEntries(Map.entry("instruction", "prompt"), Map.entry("question", "prompt"),
        Map.entry("query", "prompt"), Map.entry("input", "prompt"), Map.entry("output", "completion"), Map.entry("response", "completion"),
        Map.entry("answer", "completion"), Map.entry("accepted", "chosen"), Map.entry("response_chosen", "chosen"),
        Map.entry("response_rejected", "rejected"), Map.entry("conversations", "messages"), Map.entry("conversation", "messages"),
        Map.entry("responses", "candidates"));

    public DataFile {
        items = List.copyOf(items);
        skipped = List.copyOf(skipped);
    }

    /**
     * How to read.
     *
     * @param skip   whether bad rows are passed over and counted; otherwise the first one is an error
     * @param rename the file's column names to ours, where they differ
     */
    public record Options(boolean skip, Map<String, String> rename) {

        /** Bad rows are errors; names are TRL's. */
        public static Options strict() {
            return new Options(false, Map.of());
        }
    }

    /** Reads a file whose bad rows are errors. */
    public static DataFile read(Path file) {
        return read(file, Options.strict());
    }

    /**
     * Reads a file; the format follows from its name: {@code .jsonl .ndjson .json .csv .tsv}, or {@code .txt} with one prompt a line.
     *
     * @throws FormatException naming file, line and column: for a missing or unreadable file, unknown columns, a bad row, or no row at all
     */
    public static DataFile read(Path file, Options options) {
        List<Raw> rows = new ArrayList<>();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            in.mark(1);
            if (in.read() != BYTE_ORDER_MARK) {
                in.reset();
            }
            format(file, in).read(file, in, rows::add);
        } catch (CharacterCodingException e) {
            throw TextLines.malformed(file, e);
        } catch (IOException e) {
            throw Unreadable.of(file, e);
        }
        return items(file, rows, options);
    }

    private static RawRows format(Path file, BufferedReader in) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        if (suffix.equals("json")) {
            return startsWithArray(in) ? RawRows::jsonArray : RawRows::jsonLines;
        }
        RawRows format = BY_SUFFIX.get(suffix);
        if (format == null) {
            throw new FormatException(file, "", "unknown kind of file: expected a name that ends with .jsonl, .ndjson, .json, .csv, .tsv or .txt");
        }
        return format;
    }

    private static boolean startsWithArray(BufferedReader in) throws IOException {
        in.mark(MOST_LEADING_SPACE);
        int c = in.read();
        for (int i = 1; i < MOST_LEADING_SPACE && c >= 0 && Character.isWhitespace(c); i++) {
            c = in.read();
        }
        in.reset();
        return c == '[';
    }

    private static DataFile items(Path file, List<Raw> rows, Options options) {
        Schema schema = null;
        List<Item> items = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Raw raw : rows) {
            String place = "line " + raw.line();
            try {
                Item item = item(file, raw, options, schema);
                schema = schema == null ? schema(renamed(raw.columns(), options.rename()), item.conversational()) : schema;
                items.add(item);
            } catch (IllegalArgumentException e) {
                if (!options.skip()) {
                    throw new FormatException(file, place, e.getMessage());
                }
                skipped.add(place + ": " + e.getMessage());
            }
        }
        if (items.isEmpty()) {
            throw new FormatException(file, "", skipped.isEmpty() ? "holds no rows" : "holds no good row; the first problem is at " + skipped.get(0));
        }
        return new DataFile(schema, items, skipped);
    }

    private static Item item(Path file, Raw raw, Options options, Schema schema) {
        if (raw.columns() == null) {
            throw new IllegalArgumentException(raw.problem());
        }
        ObjectNode row = renamed(raw.columns(), options.rename());
        Kind kind = schema == null ? kind(row) : schema.kind();
        Item item = new ItemReader(kind).item(new Item.Origin(file.toString(), raw.line(), others(row, kind)), row);
        if (schema != null && item.conversational() != schema.conversational()) {
            throw new IllegalArgumentException("is " + (schema.conversational() ? "text where the rows before are messages"
                : "messages where the rows before are text"));
        }
        return item;
    }

    private static Kind kind(ObjectNode row) {
        Set<String> columns = new TreeSet<>();
        row.properties().forEach(e -> {
            if (!e.getValue().isNull()) {
                columns.add(e.getKey());
            }
        });
        return Kind.of(columns).orElseThrow(() -> new IllegalArgumentException("the columns " + Excerpt.of(columns, 200) + " are no known kind of data: expected "
            + Kind.all() + meant(columns)));
    }

    /** Which column probably is one of ours under another name. */
    private static String meant(Set<String> columns) {
        Set<String> known = Stream.of(Kind.values()).flatMap(k -> k.columns().stream()).collect(Collectors.toCollection(TreeSet::new));
        return columns.stream().filter(c -> !known.contains(c))
            .flatMap(c -> Optional.ofNullable(ALIASES.get(c)).or(() -> Nearest.to(c, known)).stream()
                .map(ours -> ". Should '" + Excerpt.of(c) + "' be renamed to '" + ours + "'?"))
            .findFirst().orElse("");
    }

    private static ObjectNode renamed(ObjectNode row, Map<String, String> names) {
        if (names.isEmpty()) {
            return row;
        }
        ObjectNode out = Json.object();
        row.properties().forEach(e -> out.set(names.getOrDefault(e.getKey(), e.getKey()), e.getValue()));
        return out;
    }

    private static ObjectNode others(ObjectNode row, Kind kind) {
        ObjectNode out = Json.object();
        row.properties().stream().filter(e -> !kind.columns().contains(e.getKey())).forEach(e -> out.set(e.getKey(), e.getValue()));
        return out;
    }

    private static Schema schema(ObjectNode row, boolean conversational) {
        Kind kind = kind(row);
        List<String> all = row.properties().stream().map(Map.Entry::getKey).toList();
        return new Schema(kind, conversational, all.stream().filter(kind.columns()::contains).toList(),
            all.stream().filter(c -> !kind.columns().contains(c)).toList());
    }
}
