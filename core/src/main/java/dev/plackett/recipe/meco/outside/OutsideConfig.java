package dev.plackett.recipe.meco.outside;

import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;
import java.util.List;

/** The experiment on images from outside the distribution: O1. */
public record OutsideConfig(
    @Doc("How many of the seeds are taken.") @Default("3") @Range(min = 1) int seeds,
    @Doc("Images to learn from, of the eight classes that stay; the embedded slice has 5015.") @Default("5000") @Range(min = 100, max = 5015) int training,
    @Doc("Images held out; the slice has 1611.") @Default("1000") @Range(min = 50, max = 1611) int test,
    @Doc("Principal components.") @Default("32") @Range(min = 1, max = 784) int components,
    @Doc("Gaussians of the noise.") @Default("12") @Range(min = 1) int mixture,
    @Doc("Rounds of their fit.") @Default("30") @Range(min = 1) int rounds,
    @Doc("Added to their variances.") @Default("0.05") @Range(min = 0) double floor,
    @Doc("Hidden layers of the network.") @Default("[128, 128]") @Range(min = 1) List<Integer> widths,
    @Doc("Its values lie between this and its negative.") @Default("8") @Range(min = 0.1) double bound,
    @Doc("Updates.") @Default("2000") @Range(min = 10) int steps,
    @Doc("Data, and noise, per update.") @Default("256") @Range(min = 2) int batch,
    @Doc("Learning rate.") @Default("1e-3") @Range(min = 1e-7) double learningRate,
    @Doc("MECO's gamma.") @Default("0.1") @Range(min = 1e-4, max = 1) double gamma,
    @Doc("Draws for log Z.") @Default("200000") @Range(min = 1000) int draws,
    @Doc("Whether a classifier's logits are read as an energy beside it (JEM).") @Default("false") boolean classifier) {}
