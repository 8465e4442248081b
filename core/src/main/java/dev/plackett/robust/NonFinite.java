package dev.plackett.robust;

/** What to do with a gradient that has NaN or infinite numbers, or is of another length or dtype than it should be. */
public enum NonFinite {

    /** Its worker is left out: p and f are smaller by one. The default. */
    EXCLUDE,
    /** It counts as a gradient of zeros; p and f stay. */
    ZERO,
    /** It is an error that names the worker. */
    FAIL
}
