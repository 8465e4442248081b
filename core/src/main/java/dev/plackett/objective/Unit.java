package dev.plackett.objective;

/** What an objective looks at together. */
public enum Unit {
    /** One sequence at a time. */
    EXAMPLE,
    /** A chosen and a rejected sequence. */
    PAIR,
    /** Several sequences of one prompt. */
    GROUP,
    /** Everything in the optimiser step: ℓ of all units is needed before any coefficient is known. */
    BATCH
}
