package dev.plackett.recipe.diagnose;

import dev.plackett.evaluate.did.Proposal;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.recipe.tuning.PreferencePairs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What to diagnose.
 *
 * @param reference     π_ref, a Hugging Face folder or a run that has ended
 * @param policy        π, a folder, an adapter on the reference, a run or one of its checkpoints; without one only what can be known before training is said
 * @param chosenModel   π_w, fine-tuned on chosen responses
 * @param rejectedModel π_l, fine-tuned on rejected responses; with it alone the reference stands for π_w
 * @param checkpoints   more policies, in the order of training
 * @param data          pairs that were trained on
 * @param heldOut       pairs that were not
 * @param reading       how files are read
 * @param beta          β of the training
 * @param drawing       how responses are sampled
 * @param limit         most pairs of a file; 0 for all
 * @param seed          root of all draws
 * @param compute       what products are computed in; anything but float32 adds noise to every log-ratio
 */
public record DiagnosisRequest(Path reference, Optional<Path> policy, Optional<Path> chosenModel, Optional<Path> rejectedModel,
    List<Path> checkpoints, Optional<Path> data, Optional<Path> heldOut, PreferencePairs.Reading reading, double beta, Drawing drawing, int limit,
    long seed, ScalarType compute) {

    /**
     * How responses are sampled.
     *
     * @param samples  K, of each policy for each prompt
     * @param proposal whose samples estimate the DID's entropy
     * @param maxNew   most tokens of a response; empty for the longest of the pairs'
     */
    public record Drawing(int samples, Proposal proposal, Optional<Integer> maxNew) {}

    public DiagnosisRequest {
        checkpoints = List.copyOf(checkpoints);
        require(beta > 0 && Double.isFinite(beta), "--beta is " + beta + ", expected a number above 0");
        require(drawing.samples >= 2, "--samples is " + drawing.samples + ", expected at least 2");
        require(drawing.maxNew.orElse(1) >= 1, "--max-new is " + drawing.maxNew.orElse(1) + ", expected at least 1");
        require(limit >= 0, "--limit is " + limit + ", expected at least 0 (0: all pairs)");
        require(data.isPresent() || heldOut.isPresent(), "a diagnosis needs pairs: --data, --held-out, or both");
        require(policy.isPresent() || checkpoints.isEmpty(), "--checkpoints needs --policy");
        require(chosenModel.isEmpty() || rejectedModel.isPresent(), "--chosen-model needs --rejected-model beside it");
    }

    /** The reference as a model. */
    ModelSource referenceModel() {
        return ModelSource.of("--reference", reference);
    }

    /** The policy and then the checkpoints. */
    List<ModelSource> policies() {
        List<ModelSource> out = new ArrayList<>();
        policy.ifPresent(p -> out.add(ModelSource.of("--policy", p)));
        checkpoints.forEach(p -> out.add(ModelSource.of("--checkpoints", p)));
        return out;
    }

    /** Everything beside the reference. */
    List<ModelSource> others() {
        List<ModelSource> out = new ArrayList<>(policies());
        chosenModel.ifPresent(p -> out.add(ModelSource.of("--chosen-model", p)));
        rejectedModel.ifPresent(p -> out.add(ModelSource.of("--rejected-model", p)));
        return out;
    }

    /** Looks at the folders without reading a weight; see {@link ModelSource#check}. */
    void check() {
        ModelSource model = referenceModel();
        model.check(model);
        require(!model.adapter(), "--reference " + reference + " is an adapter alone, expected the folder of a whole model");
        require(model.checkpoint().isEmpty(), "--reference " + reference + " is a checkpoint, expected the folder of a whole model or of a run that"
            + " has ended");
        others().forEach(m -> m.check(model));
    }

    /** Tokens of the reference's vocabulary. */
    int vocabulary() {
        return new ModelFolder(referenceModel().files()).shape().vocabulary();
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
