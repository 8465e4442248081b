package dev.plackett.recipe.did;

import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.did.toy.GruModel;
import dev.plackett.recipe.did.toy.ToyNetwork;
import dev.plackett.report.ContentHash;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The stages of one run on the toy. Several experiments begin at the same reference network, or look at what another has trained: whoever comes first
 * asks the run for the stage, and the others get its result.
 */
final class ToyStages {

    private static final String FILE = "policy.safetensors";

    private final ToyConfig config;
    private final Map<String, Path> done = new HashMap<>();

    ToyStages(ToyConfig config) {
        this.config = config;
    }

    ToyConfig config() {
        return config;
    }

    /** A stage's result; the stage is done when this is the first to ask in this process. */
    Path once(RunContext context, String name, double budget, ContentHash inputs, Stage.Work work) throws Exception {
        Path known = done.get(name);
        if (known == null) {
            known = context.stage(name, budget, inputs, work);
            done.put(name, known);
        }
        return known;
    }

    /** Root of everything random about a reference network. */
    static Seeds seeds(long seed) {
        return Seeds.of(seed).at("toy");
    }

    /** A seed's reference network; the caller closes it. */
    ToyNetwork network(RunContext context, long seed) throws Exception {
        return ToyNetwork.of(GruModel.open(folder(context, seed).resolve(FILE), config.shape()));
    }

    /** What a stage that begins at a reference network is made from. */
    ContentHash inputs(RunContext context, long seed) throws Exception {
        return ContentHash.none().path("reference", folder(context, seed), context.digests());
    }

    private Path folder(RunContext context, long seed) throws Exception {
        return once(context, "toy, seed " + seed + ": reference network", 12, ContentHash.none(), stage -> {
            try (ToyNetwork network = ToyNetwork.pretrained(config.shape(), seeds(seed), config.referenceSteps(), stage.stop())) {
                network.model().save(stage.file(FILE));
            }
        });
    }
}
