package dev.plackett.cli;

import dev.plackett.recipe.Recipe;
import dev.plackett.recipe.RecipeLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plackett validate}. */
@Command(name = "validate", description = "Check a recipe without running it: keys, types, ranges, combinations; estimate its memory.",
    footerHeading = "%nExamples:%n", footer = {"  plackett validate mine.yaml", "  plackett validate sppo-mistral-7b --set training.batch_size=32"})
final class ValidateCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME|FILE.yaml", description = "An embedded recipe, or a file.")
    private String recipe;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a setting (may be given again).")
    private List<String> overrides = new ArrayList<>();

    @Override
    public Integer call() {
        Recipe<?> loaded = RecipeLoader.load(recipe, overrides);
        List<String> notes = loaded.validate();
        System.out.println(loaded.name() + ": valid (" + loaded.kind().name() + ")");
        notes.forEach(System.out::println);
        return 0;
    }
}
