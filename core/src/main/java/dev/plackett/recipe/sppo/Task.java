package dev.plackett.recipe.sppo;

/**
 * A prompt as the judge and as the policy see it.
 *
 * @param text what the judge reads
 * @param ids  what the policy continues
 */
record Task(String text, int[] ids) {}
