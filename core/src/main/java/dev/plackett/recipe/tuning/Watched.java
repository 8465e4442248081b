package dev.plackett.recipe.tuning;

import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;

/** What a training on preferences looks at beside its loss: how likely chosen and rejected answers become, beside the reference's own. */
record Watched(
    @Doc("Training pairs, and as many held-out ones, whose log-likelihoods are followed against the reference; 0 follows none. Of labelled answers a pair is a"
        + " good and a bad one, of answers with rewards the best and the worst.")
    @Default("32") @Range(min = 0) int pairs,
    @Doc("Prompts for which the reference answers: how its own answers fall is the line to compare chosen ones with.")
    @Default("16") @Range(min = 1) int prompts,
    @Doc("Answers of the reference for each of them.") @Default("4") @Range(min = 1) int samples) {
}
