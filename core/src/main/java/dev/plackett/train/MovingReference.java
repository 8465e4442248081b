package dev.plackett.train;

import dev.plackett.data.Batch;
import dev.plackett.data.Example;
import dev.plackett.event.StopSignal;
import dev.plackett.model.Scorer;
import dev.plackett.model.Want;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Tensors;
import java.util.List;

/**
 * A reference policy that follows the one in training (TR-DPO, Gorbatovski et al. 2024): every τ updates π_ref ← α π_θ + (1 − α) π_ref, weight by weight; α = 1
 * replaces it. Its log-likelihoods cannot be computed beforehand: each batch is scored when it is trained on.
 *
 * @param scorer     gives the reference's log-likelihoods
 * @param parameters what it scores with: a store of the policy's layout
 * @param mixup      α, in (0, 1]
 * @param syncSteps  τ, in updates
 * @param budget     tokens scored at a time
 * @param <B>        the kind of data
 */
public record MovingReference<B extends Batch<B>>(Scorer<B> scorer, ParameterStore parameters, double mixup, long syncSteps, long budget) {

    public MovingReference {
        if (!(mixup > 0 && mixup <= 1)) {
            throw new IllegalArgumentException("ref_model_mixup_alpha is " + mixup + ", expected above 0 and at most 1");
        }
        if (syncSteps < 1) {
            throw new IllegalArgumentException("ref_model_sync_steps is " + syncSteps + ", expected at least 1");
        }
    }

    /** The examples with the log-likelihoods of the reference as it is now. */
    List<Example<B>> attach(List<Example<B>> examples, Want want, StopSignal stop) {
        return References.attach(examples, scorer, want, budget, stop);
    }

    /** After so many updates: follows the policy when it is time. */
    void follow(long steps, ParameterStore policy) {
        if (steps % syncSteps == 0) {
            FlatChunks.each(p -> p[0].mul_(Tensors.scalar(1 - mixup)).add_(p[1], Tensors.scalar(mixup)), parameters.flat(), policy.flat());
            parameters.refresh();
        }
    }

    /** How often it followed within so many updates. */
    double updates(long steps) {
        return steps / syncSteps;
    }
}
