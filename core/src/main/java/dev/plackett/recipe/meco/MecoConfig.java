package dev.plackett.recipe.meco;

import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.meco.gaussian.GaussianConfig;
import dev.plackett.recipe.meco.images.ImagesConfig;
import dev.plackett.recipe.meco.outside.OutsideConfig;
import dev.plackett.recipe.meco.own.OwnConfig;
import dev.plackett.recipe.meco.planar.PlanarConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Configuration of the experiments on unnormalised models. */
record MecoConfig(
    @Doc("One run of every experiment with a network per seed; the first begins the repetitions of the others.") @Default("[0, 1, 2, 3, 4]") List<Long> seeds,
    @Doc("Which experiments, by name; all of them when empty.") @Default("[]") List<String> experiments,
    @Doc("The experiments on the mean of a Gaussian: G1 to G5.") GaussianConfig gaussian,
    @Doc("The experiments on the plane: P1 and P2.") PlanarConfig planar,
    @Doc("The experiment on images that do not belong: O1.") OutsideConfig outside,
    @Doc("The experiment on images from a learnt prior: I1.") ImagesConfig images,
    @Doc("Your own data, in place of the experiments: a CSV or TSV file of numbers, or a folder of images. Gives a density model, scores and samples.")
    Optional<Path> data,
    @Doc("The density model of your own data.") OwnConfig own) {}
