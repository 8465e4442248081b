package dev.plackett.recipe.did.toy;

import dev.plackett.event.StopSignal;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.Seeds;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A reference network and where preferences are to lead it: π* ∝ π_ref·exp(R), R the number of 0-tokens, so that the DID from π_ref to π* is
 * softmax(R) whatever the network is.
 *
 * @param model     π_ref's weights; copy them to train
 * @param reference π_ref
 * @param target    π*
 */
public record ToyNetwork(GruModel model, ToyPolicy reference, ToyPolicy target) implements AutoCloseable {

    private static final double PEAKED = 4;
    private static final int BATCH = 128;

    /**
     * Fine-tunes a random network on samples of a random, peaked teacher.
     *
     * @param seeds of everything
     * @param steps updates; the specification's 800
     */
    public static ToyNetwork pretrained(ToyShape shape, Seeds seeds, int steps, StopSignal stop) {
        ToyPolicy teacher;
        try (GruModel random = GruModel.initialised(shape, seeds.at("teacher"), PEAKED, ScalarType.Float)) {
            teacher = random.enumerate();
        }
        GruModel model = GruModel.initialised(shape, seeds.at("reference"), 1, ScalarType.Float);
        ToyTraining.pretraining(steps).run(model, Objective.sft(), ToyTraining.sampled(shape, teacher, BATCH, seeds.at("samples")), done -> {}, stop);
        return of(model);
    }

    /** A reference network as it is. */
    public static ToyNetwork of(GruModel model) {
        ToyPolicy reference = model.enumerate();
        return new ToyNetwork(model, reference, reference.tilted(model.shape().zeros(), 1));
    }

    /** Its size. */
    public ToyShape shape() {
        return model.shape();
    }

    @Override
    public void close() {
        model.close();
    }
}
