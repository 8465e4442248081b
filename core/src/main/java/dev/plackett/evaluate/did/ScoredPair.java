package dev.plackett.evaluate.did;

/**
 * A preference pair under the models that matter.
 *
 * @param prompt what both answer; pairs of one prompt are not independent of each other
 */
public record ScoredPair(String prompt, Scored chosen, Scored rejected) {

    /** Δ_π − Δ_ref: the log-ratio's margin. */
    public double margin() {
        return chosen.ratio() - rejected.ratio();
    }
}
