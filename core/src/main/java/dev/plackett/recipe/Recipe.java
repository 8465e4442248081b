package dev.plackett.recipe;

import dev.plackett.recipe.bind.Binder;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.recipe.bind.Problem;
import dev.plackett.recipe.bind.Tree;
import dev.plackett.recipe.bind.YamlWriter;
import java.util.List;
import java.util.Map;

/**
 * A recipe ready to run: its system and a configuration in which nothing is left open.
 *
 * @param name   "sppo-full"
 * @param kind   the system
 * @param config what it is configured with
 * @param tree   what was written, for the places of messages
 * @param header the command that runs it, then a sentence
 * @param <C>    the configuration's record
 */
public record Recipe<C extends Record>(String name, RecipeKind<C> kind, C config, Tree.Entries tree, List<String> header) {

    /** Format of recipe files and of config.yaml. */
    static final int FORMAT = 1;

    static <C extends Record> Recipe<C> bind(String name, RecipeKind<C> kind, Tree.Entries tree, List<String> header) {
        C config = Binder.of(kind.config()).bind(tree.without(RecipeLoader.HEADER.toArray(String[]::new)));
        return new Recipe<>(name, kind, config, tree, header);
    }

    /**
     * What the system says of the configuration.
     *
     * @return lines for the user
     * @throws InvalidConfigException with the problems it names, each where its key was written
     */
    public List<String> validate() {
        Validation validation = kind.validate(config);
        if (!validation.problems().isEmpty()) {
            throw new InvalidConfigException(validation.problems().stream()
                .map(p -> new Problem(tree.placeOf(p.getKey()), p.getKey(), p.getValue())).toList());
        }
        return validation.notes();
    }

    /** The sentence of its header, or the system's purpose. */
    public String sentence() {
        return header.stream().skip(1).reduce((a, b) -> a + " " + b).orElse(kind.purpose());
    }

    /** The command of its header. */
    public String command() {
        return header.isEmpty() ? "./plackett run " + name : header.get(0);
    }

    /** The whole configuration, every default written out, in canonical order; a recipe file that gives the same run. */
    public String yaml() {
        return "# Resolved configuration of '" + name + "'. ./plackett run FILE.yaml gives the same run.\n" + preamble()
            + YamlWriter.write(Binder.of(kind.config()).unbind(config));
    }

    /** The same with a sentence above every key. */
    public String template() {
        Map<String, String> docs = Binder.of(kind.config()).docs();
        return "# " + command() + "\n# " + sentence() + "\n\n" + preamble() + "\n"
            + YamlWriter.write(Binder.of(kind.config()).unbind(config), key -> docs.getOrDefault(key, ""));
    }

    private String preamble() {
        return "format: " + FORMAT + "\nrecipe: " + kind.name() + "\n";
    }
}
