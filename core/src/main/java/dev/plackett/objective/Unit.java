package dev.plackett.objective;

/** What one unit of an objective is. */
public enum Unit {
    /** One sequence. */
    EXAMPLE,
    /** A chosen and a rejected sequence. */
    PAIR,
    /** An answer with a label, then an answer to another prompt, which is only scored (KTO's estimate of the divergence). */
    LABELLED,
    /** Several sequences of one prompt. */
    GROUP,
    /** All rows of a step, data and noise, in any number of parts. */
    BATCH
}
