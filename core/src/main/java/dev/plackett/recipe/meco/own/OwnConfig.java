package dev.plackett.recipe.meco.own;

import dev.plackett.data.Column;
import dev.plackett.objective.Objective;
import dev.plackett.objective.energy.EnergyObjectiveProvider;
import dev.plackett.recipe.AutoNumber;
import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;
import java.util.List;
import java.util.Map;

/** A density model of the user's own data. */
public record OwnConfig(
    @Doc("The objective by name, plug-ins included: meco, meco_centred, nce, ence, snis, snl, ranking_nce …") @Default("meco") String objective,
    @Doc("Its options.") @Default("{}") Map<String, Object> options,
    @Doc("Share of the rows that is held out, to measure on.") @Default("0.2") @Range(min = 0.01, max = 0.9) double heldOut,
    @Doc("Principal components that the density is one of; auto: all columns up to 50, else 32, and 32 of images.") @Default("auto") @Range(min = 1) AutoNumber components,
    @Doc("Sizes of the mixtures of Gaussians that are tried as noise; the likeliest on a tenth of the rows is taken, 1 is a Gaussian.")
    @Default("[1, 4, 12]") @Range(min = 1) List<Integer> mixtures,
    @Doc("The noise's covariances times this: noise must be wider than the data.") @Default("1.2") @Range(min = 1) double widened,
    @Doc("Hidden layers of the network.") @Default("[64, 64]") @Range(min = 1) List<Integer> widths,
    @Doc("Its values lie between this and its negative.") @Default("10") @Range(min = 0.1) double bound,
    @Doc("Updates.") @Default("2000") @Range(min = 10) int steps,
    @Doc("Data, and noise, per update.") @Default("256") @Range(min = 2) int batch,
    @Doc("Learning rate.") @Default("2e-3") @Range(min = 1e-7) double learningRate,
    @Doc("Draws for log Z by importance sampling.") @Default("200000") @Range(min = 1000) int draws,
    @Doc("Levels of annealing for log Z.") @Default("200") @Range(min = 1) int levels,
    @Doc("Its chains.") @Default("400") @Range(min = 10) int chains,
    @Doc("Samples.") @Default("1000") @Range(min = 1) int samples,
    @Doc("Proposals per sample that is kept.") @Default("1000") @Range(min = 1) int proposals) {

    /**
     * The objective.
     *
     * @throws IllegalArgumentException naming what is unknown, or why it cannot be trained so
     */
    public Objective loss() {
        Objective found = EnergyObjectiveProvider.named(objective, options);
        if (!found.needs().columns().contains(Column.NOISE)) {
            throw new IllegalArgumentException("'" + objective + "' learns from samples of the model, here there is noise: take meco, nce, ence, snis or snl");
        }
        return found;
    }
}
