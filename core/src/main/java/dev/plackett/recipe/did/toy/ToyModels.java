package dev.plackett.recipe.did.toy;

import dev.plackett.evaluate.did.PromptSamples;
import dev.plackett.evaluate.did.Proposal;
import dev.plackett.evaluate.did.SampleSet;
import dev.plackett.evaluate.did.Scored;
import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The policies under which responses are looked at.
 *
 * @param shape    of the toy
 * @param policy   π
 * @param reference π_ref
 * @param chosen   π_w, a model of the chosen responses, where there is one
 * @param rejected π_l, a model of the rejected responses, where there is one
 */
public record ToyModels(ToyShape shape, ToyPolicy policy, ToyPolicy reference, Optional<ToyPolicy> chosen, Optional<ToyPolicy> rejected) {

    /** Policy and reference alone. */
    public static ToyModels of(ToyShape shape, ToyPolicy policy, ToyPolicy reference) {
        return new ToyModels(shape, policy, reference, Optional.empty(), Optional.empty());
    }

    /** A response's log-likelihoods. */
    Scored scored(int prompt, int y) {
        return new Scored(policy.prompts().get(prompt).logs()[y], reference.prompts().get(prompt).logs()[y], log(chosen, prompt, y),
            log(rejected, prompt, y), shape.length());
    }

    /** K samples of the reference for every prompt. */
    public SampleSet referenceSamples(int k, Seeds seeds) {
        return samples(Proposal.reference(), reference.draw(k, seeds));
    }

    /** K samples of the policy for every prompt. */
    public SampleSet policySamples(int k, Seeds seeds) {
        return samples(Proposal.policy(), policy.draw(k, seeds));
    }

    private SampleSet samples(Proposal proposal, int[][] drawn) {
        return new SampleSet(proposal, IntStream.range(0, drawn.length)
            .mapToObj(p -> new PromptSamples(name(p), Arrays.stream(drawn[p]).mapToObj(y -> scored(p, y)).toList())).toList());
    }

    /** A prompt's name. */
    static String name(int prompt) {
        return "prompt " + prompt;
    }

    private static double log(Optional<ToyPolicy> model, int prompt, int y) {
        return model.map(m -> m.prompts().get(prompt).logs()[y]).orElse(Double.NaN);
    }
}
