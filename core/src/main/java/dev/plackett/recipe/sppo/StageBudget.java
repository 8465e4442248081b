package dev.plackett.recipe.sppo;

import dev.plackett.train.Settings;

/**
 * Seconds that each stage is expected to take with the embedded models, measured on two cores; 0 (unknown) for a user's own model.
 *
 * @param config the run
 */
record StageBudget(SppoConfig config) {

    private static final double SAMPLE = 4.0 / 1000;
    private static final double JUDGE = 3.0 / 4000;
    private static final double REFERENCE = 1.0 / 200;
    private static final double TRAIN = 4.0 / 200;
    private static final double EVALUATE = 11.0 / 800;
    private static final double EVALUATE_ONCE = 6.5 / 400;

    double base() {
        return known(SAMPLE * config.evaluationPrompts() * config.evaluationSamples());
    }

    double sampling() {
        return known(SAMPLE * config.promptsPerRound() * config.samples());
    }

    double judging() {
        return known(JUDGE * config.promptsPerRound() * config.samples() * (config.samples() - 1));
    }

    double reference() {
        return known(REFERENCE * config.promptsPerRound());
    }

    double training(Settings settings) {
        return known(TRAIN * config.promptsPerRound() * settings.stopAfterEpochs());
    }

    /** Of the first arm, which meets all earlier rounds, or of another. */
    double evaluation(boolean first) {
        return known(first ? EVALUATE * config.evaluationPrompts() * config.evaluationSamples() : EVALUATE_ONCE * config.evaluationPrompts());
    }

    private double known(double seconds) {
        return config.model().equals("embedded") ? seconds : 0;
    }
}
