package dev.plackett.recipe.meco.gaussian;

import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;
import java.util.List;

/** The experiments on the mean of a Gaussian: G1 to G5. */
public record GaussianConfig(
    @Doc("G1: distances R between noise N(0, 1) and data N(R, 1).") @Default("[1, 2, 3, 4, 5, 6, 8, 16]") @Range(min = 0.5, max = 24) List<Double> distances,
    @Doc("G1: steps after which a method that has not arrived is said not to.") @Default("20000") @Range(min = 100) int patience,
    @Doc("G2: repetitions of every stochastic run.") @Default("20") @Range(min = 2) int runs,
    @Doc("G2: steps of each.") @Default("3000") @Range(min = 10) int steps,
    @Doc("G3: repetitions.") @Default("100") @Range(min = 2) int smallBatchRuns,
    @Doc("G3: steps of each.") @Default("2500") @Range(min = 10) int smallBatchSteps,
    @Doc("G4 and G5: repetitions.") @Default("100") @Range(min = 2) int noiseRuns) {}
