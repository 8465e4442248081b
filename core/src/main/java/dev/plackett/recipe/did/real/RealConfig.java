package dev.plackett.recipe.did.real;

import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;

/** The experiment on real pairs: R10, with the model that ships. */
public record RealConfig(
    @Doc("R10: seeds that it runs on, the first ones.") @Default("1") @Range(min = 1) int runs,
    @Doc("R10: prompts whose best and worst answer train.") @Default("192") @Range(min = 4) int prompts,
    @Doc("R10: answers to each, all judged.") @Default("5") @Range(min = 2) int answers,
    @Doc("R10: passes over the pairs.") @Default("2") @Range(min = 0.1) double epochs,
    @Doc("R10: pairs per update.") @Default("16") @Range(min = 1) int batchSize,
    @Doc("R10: peak learning rate of RMSProp.") @Default("1e-4") @Range(min = 0) double learningRate,
    @Doc("R10: DPO's beta.") @Default("0.1") @Range(min = 1e-3) double beta,
    @Doc("R10: SPPO's eta; at 10 its policies stay much nearer to the reference than the others'.") @Default("30") @Range(min = 1e-3) double eta,
    @Doc("R10: weight of the chosen answers' likelihood beside DPO.") @Default("0.02") @Range(min = 0) double likelihood,
    @Doc("R10: how often each training is measured, the early part more closely.") @Default("3") @Range(min = 1) int checkpoints,
    @Doc("R10: prompts that policies are measured on; none of them trains.") @Default("32") @Range(min = 4) int evaluationPrompts,
    @Doc("R10: samples of each.") @Default("12") @Range(min = 2) int samples,
    @Doc("R10: words whose definition must be told from those of three siblings.") @Default("100") @Range(min = 10) int questions) {}
