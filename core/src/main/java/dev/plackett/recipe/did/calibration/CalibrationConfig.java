package dev.plackett.recipe.did.calibration;

import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;
import java.util.List;

/** Configuration of the calibration of estimators. */
record CalibrationConfig(
    @Doc("For each of them all policies are drawn anew.") @Default("[0, 1, 2, 3, 4]") List<Long> seeds,
    @Doc("Numbers of responses.") @Default("[100, 1000, 10000]") @Range(min = 2, max = 1000000) List<Integer> sizes,
    @Doc("Standard deviations of the reference's logits: 1 is mild; at 3 a hundredth of the responses has most of the mass, as in language models.")
    @Default("[1, 2, 3]") @Range(min = 0) List<Double> spreads,
    @Doc("Standard deviation of the policy's log-ratios, which are independent of the reference.") @Default("1") @Range(min = 0) double update,
    @Doc("Samples of one estimate.") @Default("[4, 16, 64, 256]") @Range(min = 2) List<Integer> samples,
    @Doc("References with a policy each, for every seed, size and spread.") @Default("8") @Range(min = 1) int pairs,
    @Doc("Estimates for each of them, each proposal and each number of samples.") @Default("400") @Range(min = 2) int repeats) {
}
