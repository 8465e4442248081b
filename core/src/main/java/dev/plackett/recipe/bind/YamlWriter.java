package dev.plackett.recipe.bind;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@link Tree} → text: block maps, lists of plain values on one line, texts quoted where another reader could take them for something else. */
public final class YamlWriter {

    private static final int WIDTH = 110;

    private YamlWriter() {}

    /** A map without comments; equal trees give equal text. */
    public static String write(Tree.Entries tree) {
        return write(tree, path -> "");
    }

    /** A map with a comment line above each key for which {@code docs} (by dotted path) has a sentence. */
    public static String write(Tree.Entries tree, Function<String, String> docs) {
        StringBuilder out = new StringBuilder();
        entries(tree, "", "", docs, out);
        return out.toString();
    }

    private static void entries(Tree.Entries map, String path, String indent, Function<String, String> docs, StringBuilder out) {
        for (Map.Entry<String, Tree.Entry> e : map.entries().entrySet()) {
            String child = RecordBinding.child(path, e.getKey());
            String doc = docs.apply(child);
            if (!doc.isEmpty()) {
                wrap(doc, indent, out);
            }
            out.append(indent).append(key(e.getKey())).append(':');
            value(e.getValue().value(), child, indent, docs, out);
        }
    }

    private static void value(Tree tree, String path, String indent, Function<String, String> docs, StringBuilder out) {
        if (tree instanceof Tree.Entries map && !map.entries().isEmpty()) {
            out.append('\n');
            entries(map, path, indent + "  ", docs, out);
        } else if (tree instanceof Tree.Items list && flow(list).length() > WIDTH) {
            out.append('\n');
            list.items().forEach(item -> out.append(indent).append("  - ").append(flow(item)).append('\n'));
        } else {
            out.append(' ').append(flow(tree)).append('\n');
        }
    }

    private static String flow(Tree tree) {
        if (tree instanceof Tree.Items list) {
            return list.items().stream().map(YamlWriter::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        if (tree instanceof Tree.Entries map) {
            return map.entries().entrySet().stream().map(e -> key(e.getKey()) + ": " + flow(e.getValue().value())).collect(Collectors.joining(", ", "{", "}"));
        }
        Tree.Scalar scalar = (Tree.Scalar) tree;
        return scalar.quoted() ? quote(scalar.text()) : scalar.text();
    }

    private static String key(String key) {
        return needsQuotes(key) ? quote(key) : key;
    }

    private static void wrap(String sentence, String indent, StringBuilder out) {
        StringBuilder line = new StringBuilder();
        for (String word : sentence.split("\\s+")) {
            if (line.length() > 0 && line.length() + word.length() > WIDTH) {
                out.append(indent).append('#').append(line).append('\n');
                line.setLength(0);
            }
            line.append(' ').append(word);
        }
        out.append(indent).append('#').append(line).append('\n');
    }

    /** Whether a text, written bare, could be read as something else by some YAML reader. */
    static boolean needsQuotes(String text) {
        boolean safe = text.matches("[A-Za-z0-9_./+@%-]([A-Za-z0-9_ ./+@%:=-]*[A-Za-z0-9_./+@%=-])?") && !text.contains(": ") && !text.startsWith("- ")
            && !text.startsWith("@") && !text.startsWith("%") && !text.equals("-");
        return !safe || text.matches("[-+]?[.\\d][\\d_.eExXoOa-fA-F:+-]*") || text.matches("(?i)true|false|null|yes|no|on|off|y|n|[-+]?\\.(inf|nan)|~");
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20 || c >= 0x7F && c < 0xA0 || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                        out.append(String.format("\\u%04x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }
}
