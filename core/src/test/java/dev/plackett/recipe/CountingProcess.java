package dev.plackett.recipe;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process that runs {@code counting} and may die on the way as if by {@code kill -9}. Arguments: folder, place to die. */
final class CountingProcess {

    private CountingProcess() {}

    public static void main(String[] args) throws Exception {
        CountingKind.failAt = args[1];
        RecipeRun.run(RecipeLoader.load("counting", List.of()), Path.of(args[0]), false, "test", Map.of(), Listener.none(), StopSignal.none());
    }
}
