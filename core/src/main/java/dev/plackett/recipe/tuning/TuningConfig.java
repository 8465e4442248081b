package dev.plackett.recipe.tuning;

/** A configuration of a training on a user's file. */
interface TuningConfig {

    /** The same for the code that all kinds of tuning share. */
    TuningPlan plan();
}
