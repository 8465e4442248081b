package dev.plackett.recipe;

import dev.plackett.io.Nearest;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.recipe.bind.Place;
import dev.plackett.recipe.bind.Tree;
import dev.plackett.recipe.bind.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Name or file, and overrides → {@link Recipe}. A file names its system by {@code recipe: sppo}, or another recipe that it changes by
 * {@code extends: sppo}; keys it does not write come from there, then from the defaults. Overrides {@code a.b=c} come last.
 */
public final class RecipeLoader {

    static final List<String> HEADER = List.of("format", "recipe", "extends");

    private RecipeLoader() {}

    /**
     * Loads a recipe.
     *
     * @param nameOrFile an embedded recipe's name, or a file that ends in .yaml
     * @param overrides  {@code key=value}, keys dotted, values as in YAML
     * @throws InvalidConfigException with every problem there is, each with its place
     */
    public static Recipe<?> load(String nameOrFile, List<String> overrides) {
        RecipeSource source = RecipeSource.find(nameOrFile, null, Place.of("recipe"));
        Tree.Entries tree = resolve(source, new ArrayList<>());
        for (String override : overrides) {
            tree = override(override).over(tree);
        }
        return Recipe.bind(source.name(), kind(tree), tree, source.header());
    }

    /** A configuration that a run wrote into its folder, under the name that the run had. */
    public static Recipe<?> reload(String name, Path configFile) {
        RecipeSource source = RecipeSource.find(configFile.toString(), null, Place.of("--resume"));
        Tree.Entries tree = resolve(source, new ArrayList<>());
        return Recipe.bind(name, kind(tree), tree, List.of());
    }

    /** The names of all recipes that need no file. */
    public static Set<String> names() {
        return RecipeSource.names();
    }

    private static Tree.Entries resolve(RecipeSource source, List<String> chain) {
        Tree.Entries tree = YamlReader.document(source.yaml(), source.origin());
        checkFormat(tree);
        Tree parent = tree.get("extends").orElse(null);
        if (parent == null) {
            return tree;
        }
        if (!(parent instanceof Tree.Scalar scalar) || scalar.empty()) {
            throw new InvalidConfigException(parent.place(), "extends", "expected the name of a recipe, found " + parent.describe());
        }
        chain.add(source.identity());
        RecipeSource base = RecipeSource.find(scalar.text(), source.folder(), parent.place());
        if (chain.contains(base.identity())) {
            throw new InvalidConfigException(parent.place(), "extends", "goes round in a circle: " + String.join(" → ", chain) + " → " + base.identity());
        }
        return tree.over(resolve(base, chain));
    }

    private static void checkFormat(Tree.Entries tree) {
        tree.get("format").ifPresent(format -> {
            if (!(format instanceof Tree.Scalar scalar) || !scalar.text().equals(Integer.toString(Recipe.FORMAT))) {
                throw new InvalidConfigException(format.place(), "format", "expected " + Recipe.FORMAT + ", found " + format.describe()
                    + "; this version of Plackett reads no other");
            }
        });
    }

    private static Tree.Entries override(String override) {
        Place place = Place.of("--set " + override);
        int equals = override.indexOf('=');
        String key = equals < 0 ? override : override.substring(0, equals).strip();
        if (equals < 1 || key.startsWith(".") || key.endsWith(".") || key.contains("..")) {
            throw new InvalidConfigException(place, "", "expected key=value, keys within keys with a point: --set beta=0.1, --set sampling.temperature=1");
        }
        if (HEADER.contains(key)) {
            throw new InvalidConfigException(place, key, "belongs to a file and cannot be overridden");
        }
        return Tree.Entries.of(List.of(key.split("\\.")), YamlReader.value(override.substring(equals + 1), place.source()));
    }

    private static RecipeKind<?> kind(Tree.Entries tree) {
        Map<String, RecipeKind<?>> kinds = RecipeKinds.all();
        Tree named = tree.get("recipe").orElseThrow(() -> new InvalidConfigException(tree.place(), "recipe",
            "this key is missing; expected one of " + String.join(", ", kinds.keySet()) + ", or a key 'extends' that names another recipe"));
        String name = named instanceof Tree.Scalar scalar ? scalar.text() : "";
        if (!kinds.containsKey(name)) {
            throw new InvalidConfigException(named.place(), "recipe", "expected one of " + String.join(", ", kinds.keySet()) + ", found " + named.describe()
                + Nearest.hint(name, kinds.keySet()));
        }
        return kinds.get(name);
    }
}
