package dev.plackett.recipe.did;

import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.did.toy.GruModel;
import dev.plackett.recipe.did.toy.ToyNetwork;
import dev.plackett.report.ContentHash;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;

/**
 * Reference networks, made once for all experiments on them.
 *
 * @param config  their size
 * @param context where they are kept
 */
record ToyStages(ToyConfig config, RunContext context) {

    private static final String FILE = "policy.safetensors";

    /** Root of everything random about a reference network. */
    static Seeds seeds(long seed) {
        return Seeds.of(seed).at("toy");
    }

    /** The folder with a seed's reference network. */
    Path folder(long seed) throws Exception {
        return context.stage("toy, seed " + seed + ": reference network", 12, ContentHash.none(), stage -> {
            try (ToyNetwork network = ToyNetwork.pretrained(config.shape(), seeds(seed), config.referenceSteps(), stage.stop())) {
                network.model().save(stage.file(FILE));
            }
        });
    }

    /** A seed's reference network; the caller closes it. */
    ToyNetwork network(long seed) throws Exception {
        return ToyNetwork.of(GruModel.open(folder(seed).resolve(FILE), config.shape()));
    }

    /** What a stage that begins at a reference network is made from. */
    ContentHash inputs(long seed) throws Exception {
        return ContentHash.none().path("reference", folder(seed), context.digests());
    }
}
