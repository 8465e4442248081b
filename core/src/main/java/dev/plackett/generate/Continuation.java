package dev.plackett.generate;

/**
 * One sampled continuation.
 *
 * @param prompt       index of the prompt
 * @param sample       number of the sample, from 0
 * @param ids          the new tokens, a stop token included
 * @param stopped      whether a stop token ended it (else the length limit did)
 * @param logp         log-likelihood at temperature 1 from the whole vocabulary
 * @param samplingLogp log-likelihood under the distribution it was drawn from; 0 when greedy
 */
public record Continuation(int prompt, int sample, int[] ids, boolean stopped, double logp, double samplingLogp) {}
