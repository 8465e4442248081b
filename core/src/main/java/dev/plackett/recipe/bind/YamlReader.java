package dev.plackett.recipe.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Text → {@link Tree}. */
public final class YamlReader {

    /** Recipes have some hundreds of values on five levels. */
    private static final int MOST_VALUES = 100_000;
    private static final int DEEPEST = 50;

    private YamlReader() {}

    /**
     * Reads a document that is a map; an empty one is an empty map.
     *
     * @throws InvalidConfigException when it is no YAML, no map, or names a key twice
     */
    public static Tree.Entries document(String yaml, String source) {
        Tree tree = read(yaml, source, null);
        if (tree instanceof Tree.Entries entries) {
            return entries;
        }
        if (tree instanceof Tree.Scalar scalar && scalar.empty()) {
            return Tree.Entries.none(new Place(source, 1, 1));
        }
        throw new InvalidConfigException(tree.place(), "", "expected keys and values, found " + tree.describe());
    }

    /** Reads a value that has no lines of its own: an override, a default. Its place is {@code source} alone. */
    public static Tree value(String yaml, String source) {
        return read(yaml, source, Place.of(source));
    }

    private static Tree read(String yaml, String source, Place fixed) {
        LoadSettings settings = LoadSettings.builder().setLabel(source).setAllowDuplicateKeys(false).build();
        try {
            checkDepth(settings, yaml, source, fixed);
            Optional<Node> root = new Compose(settings).composeString(yaml);
            Place start = fixed == null ? new Place(source, 1, 1) : fixed;
            return root.isEmpty() ? new Tree.Scalar("", false, start) : tree(root.get(), source, fixed, new int[1]);
        } catch (MarkedYamlEngineException e) {
            Place place = fixed != null ? fixed : e.getProblemMark().map(m -> place(m, source)).orElse(Place.of(source));
            throw new InvalidConfigException(place, "", "this is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InvalidConfigException(fixed != null ? fixed : Place.of(source), "", "this is not YAML: " + e.getMessage());
        }
    }

    /** The composer calls itself for every level, so the levels are counted on the stream of events first. */
    private static void checkDepth(LoadSettings settings, String yaml, String source, Place fixed) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(yaml)) {
            if (event instanceof CollectionStartEvent) {
                depth++;
            } else if (event instanceof CollectionEndEvent) {
                depth--;
            }
            if (depth > DEEPEST) {
                Place place = fixed != null ? fixed : event.getStartMark().map(m -> place(m, source)).orElse(Place.of(source));
                throw new InvalidConfigException(place, "", "expected at most " + DEEPEST + " levels, found more");
            }
        }
    }

    private static Tree tree(Node node, String source, Place fixed, int[] count) {
        Place place = place(node, source, fixed);
        if (++count[0] > MOST_VALUES) {
            throw new InvalidConfigException(place, "", "expected at most " + MOST_VALUES + " values, found more (aliases count each time)");
        }
        if (node instanceof ScalarNode scalar) {
            return new Tree.Scalar(scalar.getValue(), !scalar.isPlain(), place);
        }
        if (node.isRecursive()) {
            throw new InvalidConfigException(place, "", "an alias refers to itself");
        }
        if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(tree(item, source, fixed, count)));
            return new Tree.Items(items, place);
        }
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            Place keyPlace = place(tuple.getKeyNode(), source, fixed);
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new InvalidConfigException(keyPlace, "", "a key must be a single word");
            }
            Tree.Entry entry = new Tree.Entry(tree(tuple.getValueNode(), source, fixed, count), keyPlace);
            Tree.Entry twice = entries.put(key.getValue(), entry);
            if (twice != null) {
                throw new InvalidConfigException(keyPlace, key.getValue(), "written twice; first at " + twice.place());
            }
        }
        return new Tree.Entries(entries, place);
    }

    private static Place place(Node node, String source, Place fixed) {
        return fixed != null ? fixed : node.getStartMark().map(m -> place(m, source)).orElse(Place.of(source));
    }

    private static Place place(Mark mark, String source) {
        return new Place(source, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
