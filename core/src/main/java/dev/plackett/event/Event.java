package dev.plackett.event;

import java.util.Map;

/**
 * What happens during a run, as small records. Rooms below emit them, {@code report} and the command line listen.
 */
public sealed interface Event {

    /**
     * A stage of a run begins.
     *
     * @param name   what the stage does, in a few words ("round 1: sample")
     * @param budget seconds the stage is expected to take, 0 when unknown
     */
    record StageStarted(String name, double budget) implements Event {}

    /**
     * A stage ended.
     *
     * @param name    the name it started with
     * @param seconds wall time it took
     */
    record StageEnded(String name, double seconds) implements Event {}

    /**
     * Work done within the current stage.
     *
     * @param stage the name of the stage
     * @param done  units done so far
     * @param total units in all, at least {@code done}
     * @param unit  what is counted ("prompts", "steps")
     * @param note  a short figure worth showing beside the bar, may be empty
     */
    record Progress(String stage, long done, long total, String unit, String note) implements Event {}

    /**
     * Measured values that belong to the run's results; equal on every run of the same configuration.
     *
     * @param series what the row describes ("train", "evaluation")
     * @param labels where it belongs: round, step, method; written as given
     * @param values numbers by name, in TRL's spelling where TRL has the metric
     */
    record Metrics(String series, Map<String, Object> labels, Map<String, Double> values) implements Event {}

    /**
     * Measured values that depend on the clock or on memory; kept apart from {@link Metrics}.
     *
     * @param series what the row describes
     * @param labels where it belongs
     * @param values numbers by name: seconds, megabytes, rates
     */
    record Timing(String series, Map<String, Object> labels, Map<String, Double> values) implements Event {}

    /**
     * A sentence for the user.
     *
     * @param level how much it matters
     * @param text  the sentence
     */
    record Message(Level level, String text) implements Event {}

    /** How much a {@link Message} matters. */
    enum Level { INFO, WARNING }
}
