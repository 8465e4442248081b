package dev.plackett.objective;

/**
 * What a mean divides by: counts over the whole optimiser step and all workers, known before the first backward, so that micro-batches add up to the batch.
 *
 * @param units       units (pairs, groups) in the step
 * @param sequences   sequences in the step
 * @param tokens      scored tokens in the step
 * @param firstTokens scored tokens of each unit's first sequence: of pairs, the chosen answers'
 */
public record Divisors(double units, double sequences, double tokens, double firstTokens) {}
