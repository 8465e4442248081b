package dev.plackett.fuzz;

import dev.plackett.fuzz.Mutator.Named;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Ways to spoil a JSON document that stays JSON: another value, type, name or order somewhere in the tree. */
final class JsonMutators {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long[] NUMBERS = {-1, 0, 1, 2, 255, 256, 65_536, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, 1L << 32, 1_000_000_000, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final double[] FRACTIONS = {0.5, -0.5, 1e308, -1e-308, 1.0};
    private static final String[] TEXTS = {"", " ", "\u0000", "a", "-1", "[1]", "\uD800", "😀", "../../etc/passwd", "a/b", "null", "F32", "\n", "(", "(a+)+$", "[[:alpha:]", "\u202E"};

    private static final String NESTED_LISTS = "@nested lists @";
    private static final String NESTED_OBJECTS = "@nested objects @";
    private static final Pattern NESTED = Pattern.compile("\"(" + NESTED_LISTS + "|" + NESTED_OBJECTS + ")(\\d+)\"");

    private JsonMutators() {}

    /** All of them. */
    static List<Named<JsonNode>> all() {
        return List.of(new Named<>("value replaced", at((slot, random) -> slot.set(value(random)))),
            new Named<>("value removed", at((slot, random) -> slot.remove())),
            new Named<>("value of another place", JsonMutators::transplant),
            new Named<>("number changed", at((slot, random) -> slot.set(number(slot.get(), random)))),
            new Named<>("text changed", at((slot, random) -> slot.set(text(slot.get(), random)))),
            new Named<>("field renamed", at((slot, random) -> slot.rename(TEXTS[random.nextInt(TEXTS.length)]))),
            new Named<>("wrapped in a list", at((slot, random) -> slot.set(NODES.arrayNode().add(slot.get())))),
            new Named<>("nested deeply", at((slot, random) -> slot.set(nested(random)))),
            new Named<>("element repeated", at((slot, random) -> slot.repeat(random))));
    }

    /** A place in a tree: a field of an object or an element of a list. */
    private record Slot(JsonNode parent, String field, int index) {

        JsonNode get() {
            return parent instanceof ObjectNode object ? object.path(field) : parent.path(index);
        }

        void set(JsonNode value) {
            if (parent instanceof ObjectNode object) {
                object.set(field, value);
            } else {
                ((ArrayNode) parent).set(index, value);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode object) {
                object.remove(field);
            } else {
                ((ArrayNode) parent).remove(index);
            }
        }

        void rename(String name) {
            if (parent instanceof ObjectNode object) {
                object.set(name, object.remove(field));
            }
        }

        void repeat(SplittableRandom random) {
            if (parent instanceof ArrayNode array) {
                for (int i = random.nextInt(200); i >= 0; i--) {
                    array.insert(index, get().deepCopy());
                }
            } else {
                ((ObjectNode) parent).set(field + "2", get().deepCopy());
            }
        }
    }

    @FunctionalInterface
    private interface Edit {
        void at(Slot slot, SplittableRandom random);
    }

    private static Mutator<JsonNode> at(Edit edit) {
        return (root, random) -> {
            choose(root, random, slot -> edit.at(slot, random));
            return root;
        };
    }

    private static JsonNode transplant(JsonNode root, SplittableRandom random) {
        choose(root, random, from -> {
            JsonNode copy = from.get().deepCopy();
            choose(root, random, to -> to.set(copy));
        });
        return root;
    }

    /** A place at random: by depth first, so that long lists do not take all the choices. */
    private static void choose(JsonNode root, SplittableRandom random, Consumer<Slot> then) {
        Slot chosen = null;
        JsonNode node = root;
        while (node.isContainer() && !node.isEmpty() && (chosen == null || random.nextInt(3) > 0)) {
            List<Slot> slots = new ArrayList<>();
            if (node instanceof ObjectNode object) {
                for (Map.Entry<String, JsonNode> e : object.properties()) {
                    slots.add(new Slot(node, e.getKey(), 0));
                }
                chosen = slots.get(random.nextInt(slots.size()));
            } else {
                chosen = new Slot(node, "", random.nextInt(node.size()));
            }
            node = chosen.get();
        }
        if (chosen != null) {
            then.accept(chosen);
        }
    }

    private static JsonNode value(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextInt(2) == 0);
            case 2 -> NODES.numberNode(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3 -> NODES.numberNode(FRACTIONS[random.nextInt(FRACTIONS.length)]);
            case 4 -> NODES.numberNode(BigInteger.TWO.pow(64 + random.nextInt(400)).negate());
            case 5 -> NODES.stringNode(TEXTS[random.nextInt(TEXTS.length)]);
            case 6 -> random.nextInt(2) == 0 ? NODES.arrayNode() : NODES.objectNode();
            default -> NODES.stringNode("x".repeat(1 << random.nextInt(17)));
        };
    }

    private static JsonNode number(JsonNode old, SplittableRandom random) {
        return old.canConvertToLong() && random.nextInt(2) == 0 ? NODES.numberNode(old.longValue() + random.nextInt(5) - 2)
            : NODES.numberNode(NUMBERS[random.nextInt(NUMBERS.length)]);
    }

    private static JsonNode text(JsonNode old, SplittableRandom random) {
        String text = old.isString() ? old.stringValue() : "";
        int cut = random.nextInt(text.length() + 1);
        return NODES.stringNode(random.nextInt(2) == 0 ? TEXTS[random.nextInt(TEXTS.length)]
            : text.substring(0, cut) + TEXTS[random.nextInt(TEXTS.length)] + text.substring(cut));
    }

    /** Written by {@link #bytes}: trees this deep have no other way to a file. */
    private static JsonNode nested(SplittableRandom random) {
        return NODES.stringNode((random.nextInt(2) == 0 ? NESTED_LISTS : NESTED_OBJECTS) + (1 << random.nextInt(17)));
    }

    /** A document as a file. */
    static byte[] bytes(JsonNode root) {
        String text = NESTED.matcher(root.toString()).replaceAll(m -> {
            int depth = Integer.parseInt(m.group(2));
            return m.group(1).equals(NESTED_LISTS) ? "[".repeat(depth) + "]".repeat(depth) : "{\"a\":".repeat(depth) + "0" + "}".repeat(depth);
        });
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
