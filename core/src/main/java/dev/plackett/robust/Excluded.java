package dev.plackett.robust;

/**
 * A worker whose gradient was not used.
 *
 * @param row    of the gradients that were given
 * @param worker its name
 * @param reason what was wrong
 */
public record Excluded(int row, String worker, String reason) {}
