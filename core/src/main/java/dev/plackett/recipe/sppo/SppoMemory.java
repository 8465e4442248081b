package dev.plackett.recipe.sppo;

import dev.plackett.model.CausalModel;
import dev.plackett.recipe.ModelMemory;
import java.util.Locale;

/** How much memory a self-play run would take; an estimate from shapes, no weight is read. */
final class SppoMemory {

    private SppoMemory() {}

    /**
     * One sentence. Training counts weights, gradients, optimiser state and the activations of one micro-batch; sampling the frozen copy and the keys and
     * values of all answers that grow at a time. The two follow each other, so the larger one counts. A judge comes on top.
     */
    static String estimate(ModelMemory model, SppoConfig run) {
        CausalModel.Shape shape = model.shape();
        double tokens = Math.max(run.training().microBatchTokens(), 2.0 * run.preference().length().most(shape.maxPositions()));
        double activations = model.activations(tokens);
        int answer = Math.min(run.sampling().maxNewTokens(), shape.maxPositions());
        int concurrent = SelfPlay.concurrent(shape, run);
        double sampling = model.parameters() * 2.0 + SelfPlay.cacheBytes(shape) * concurrent * (answer + answer / (double) run.samples())
            + concurrent * shape.vocabulary() * 4.0;
        return String.format(Locale.ROOT, "%,.1f million parameters; about %s while training (%s of it activations of one micro-batch), %s while"
            + " sampling, beside the JVM's and the judge's", model.parameters() / 1e6,
            ModelMemory.size(model.states(run.training().optimizer()) + activations), ModelMemory.size(activations), ModelMemory.size(sampling));
    }
}
