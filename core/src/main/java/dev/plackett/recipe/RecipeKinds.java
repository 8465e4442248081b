package dev.plackett.recipe;

import dev.plackett.recipe.cyclic.CyclicRun;
import dev.plackett.recipe.did.DidRun;
import dev.plackett.recipe.did.calibration.CalibrationRun;
import dev.plackett.recipe.meco.MecoRun;
import dev.plackett.recipe.pairs.PairsRun;
import dev.plackett.recipe.sppo.SppoRun;
import dev.plackett.recipe.tuning.PreferenceRun;
import dev.plackett.recipe.tuning.SftRun;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The systems there are: those shipped, and those that {@link ServiceLoader} finds in plug-ins. */
final class RecipeKinds {

    /** To add a system, add it here. */
    private static final List<RecipeKind<?>> SHIPPED = List.of(new SppoRun(), new PreferenceRun(), new SftRun(), new TokenizerRun(), new SftGlossRun(),
        new RankerRun(), new CyclicRun(), new DidRun(), new CalibrationRun(), new PairsRun(), new MecoRun(), new EmbeddedRun());

    private RecipeKinds() {}

    /** All systems by name. A plug-in may replace a shipped one. */
    public static Map<String, RecipeKind<?>> all() {
        Map<String, RecipeKind<?>> kinds = new TreeMap<>();
        SHIPPED.forEach(kind -> kinds.put(kind.name(), kind));
        ServiceLoader.load(RecipeKind.class).forEach(kind -> kinds.put(kind.name(), kind));
        return kinds;
    }
}
