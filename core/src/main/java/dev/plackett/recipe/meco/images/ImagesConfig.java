package dev.plackett.recipe.meco.images;

import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;
import java.util.List;

/** The experiment on images made from a learnt prior: I1. */
public record ImagesConfig(
    @Doc("How many of the seeds are taken.") @Default("3") @Range(min = 1) int seeds,
    @Doc("Images to learn from; the embedded slice has 6250.") @Default("5000") @Range(min = 200, max = 6250) int training,
    @Doc("Images held out, and images made by each method; the slice has 2000.") @Default("2000") @Range(min = 64, max = 2000) int test,
    @Doc("Numbers of a code.") @Default("16") @Range(min = 2) int latent,
    @Doc("Hidden layers of the autoencoder, each way.") @Default("256") @Range(min = 1) int hidden,
    @Doc("Passes of the autoencoder over the images.") @Default("15") @Range(min = 1) int epochs,
    @Doc("Images per update of the autoencoder.") @Default("128") @Range(min = 1) int batch,
    @Doc("Codes of each image that the prior learns from.") @Default("5") @Range(min = 1) int codes,
    @Doc("Hidden layers of the prior's network.") @Default("[128, 128]") @Range(min = 1) List<Integer> widths,
    @Doc("Its values lie between this and its negative.") @Default("8") @Range(min = 0.1) double bound,
    @Doc("Its updates.") @Default("2000") @Range(min = 10) int steps,
    @Doc("Codes, and noise, per update.") @Default("256") @Range(min = 2) int priorBatch,
    @Doc("Learning rate of all networks.") @Default("1e-3") @Range(min = 1e-7) double learningRate,
    @Doc("MECO's gamma.") @Default("0.1") @Range(min = 1e-4, max = 1) double gamma,
    @Doc("Proposals per sample that is kept.") @Default("1000") @Range(min = 1) int proposals,
    @Doc("Draws for log Z by importance sampling.") @Default("200000") @Range(min = 1000) int draws,
    @Doc("Levels of annealing for log Z.") @Default("200") @Range(min = 1) int levels,
    @Doc("Its chains.") @Default("400") @Range(min = 10) int chains,
    @Doc("Passes of the classifier by whose features images are compared.") @Default("8") @Range(min = 1) int classifierEpochs) {}
