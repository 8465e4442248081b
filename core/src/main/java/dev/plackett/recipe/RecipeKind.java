package dev.plackett.recipe;

import java.nio.file.Path;
import java.util.Map;

/**
 * A system that recipes configure. One class per system, named in {@link RecipeKinds} or in
 * {@code META-INF/services/dev.plackett.recipe.RecipeKind} of a plug-in.
 *
 * @param <C> its configuration, a record whose components are the recipe's keys ({@link Doc}, {@link Default}, {@link Range})
 */
public interface RecipeKind<C extends Record> {

    /** What {@code recipe:} names in a file. */
    String name();

    /** The configuration's record. */
    Class<C> config();

    /** What it does, in one sentence. */
    String purpose();

    /** What single keys cannot tell: combinations that make no sense, files that are not there, how much memory it takes. Reads no weights. */
    default Validation validate(C config) {
        return Validation.ok();
    }

    /** Files and folders of the user's that it reads, by name; a run that goes on, or is asked for again, refuses when one of them has changed. */
    default Map<String, Path> inputs(C config) {
        return Map.of();
    }

    /** Runs it. Work belongs in {@linkplain RunContext#stage stages}; what is returned is written into the report and the summary. */
    Conclusion run(C config, RunContext context) throws Exception;
}
