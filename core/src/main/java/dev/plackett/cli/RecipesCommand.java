package dev.plackett.cli;

import dev.plackett.recipe.Recipe;
import dev.plackett.recipe.RecipeLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code plackett recipes}. */
@Command(name = "recipes", description = "List the embedded recipes, or print one as a commented file.",
    footerHeading = "%nExamples:%n", footer = {"  plackett recipes", "  plackett recipes sppo > mine.yaml"})
final class RecipesCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Print this recipe with a sentence above every key.")
    private String name;

    @Override
    public Integer call() {
        if (name != null) {
            System.out.print(RecipeLoader.load(name, java.util.List.of()).template());
            return 0;
        }
        Set<String> names = RecipeLoader.names();
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        for (String each : names) {
            Recipe<?> recipe = RecipeLoader.load(each, java.util.List.of());
            System.out.println(each + " ".repeat(width + 2 - each.length()) + recipe.sentence());
        }
        return 0;
    }
}
