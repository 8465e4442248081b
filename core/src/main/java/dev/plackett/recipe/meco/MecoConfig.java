package dev.plackett.recipe.meco;

import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.meco.gaussian.GaussianConfig;
import java.util.List;

/** Configuration of the experiments on unnormalised models. */
record MecoConfig(
    @Doc("One run of every experiment with a network per seed; the first begins the repetitions of the others.") @Default("[0, 1, 2]") List<Long> seeds,
    @Doc("Which experiments, by name; all of them when empty.") @Default("[]") List<String> experiments,
    @Doc("The experiments on the mean of a Gaussian: G1 to G5.") GaussianConfig gaussian) {}
