package dev.plackett.recipe.did;

import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;
import dev.plackett.recipe.did.toy.ToyShape;
import java.util.List;

/** The experiments on an autoregressive network whose responses are enumerated: R5, R6, R7, R9. A seed is a reference network. */
record ToyConfig(
    @Doc("Prompts.") @Default("48") @Range(min = 2) int prompts,
    @Doc("Tokens of a response; there are four, so 4^length responses.") @Default("5") @Range(min = 2, max = 8) int length,
    @Doc("Width of embeddings and state.") @Default("32") @Range(min = 2) int width,
    @Doc("Updates that make a reference from a random teacher's samples.") @Default("800") @Range(min = 1) int referenceSteps,
    @Doc("R5, R9: reference networks, the first of the seeds.") @Default("3") @Range(min = 1) int networks,
    @Doc("R5, R9: pairs of each prompt.") @Default("400") @Range(min = 1) int pairs,
    @Doc("R5, R9: updates of DPO.") @Default("800") @Range(min = 20) int steps,
    @Doc("R9: updates of the models of the chosen and of the rejected responses.") @Default("600") @Range(min = 1) int sideSteps,
    @Doc("R6: reference networks, the first of the seeds.") @Default("3") @Range(min = 1) int entropyNetworks,
    @Doc("R6: data sets of each network.") @Default("2") @Range(min = 1) int entropyData,
    @Doc("R6: most updates of a method, which ends a little beyond the KL of the comparison.") @Default("400") @Range(min = 20) int entropySteps,
    @Doc("R6: also project what the optimiser does, not only the gradient.") @Default("false") boolean entropyUpdateMode,
    @Doc("R6: KL(policy, reference) at which methods are compared.") @Default("0.8") @Range(min = 1e-3) double matchedKl,
    @Doc("R7: reference networks, the first of the seeds.") @Default("1") @Range(min = 1) int calibrationNetworks,
    @Doc("R7: numbers of samples, ascending.") @Default("[8, 32, 128, 1024]") @Range(min = 2) List<Integer> samples,
    @Doc("R7: prompts.") @Default("16") @Range(min = 2) int calibrationPrompts,
    @Doc("R7: estimates of each prompt.") @Default("60") @Range(min = 2) int repeats) {

    private static final int TOKENS = 4;

    /** Size of the network. */
    ToyShape shape() {
        return new ToyShape(prompts, TOKENS, length, width);
    }

    /** The first seeds of a list. */
    static List<Long> first(int n, List<Long> seeds) {
        return seeds.subList(0, Math.min(n, seeds.size()));
    }
}
