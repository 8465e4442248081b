package dev.plackett.evaluate.did;

import java.util.List;

/**
 * Samples of one prompt.
 *
 * @param prompt its name
 */
public record PromptSamples(String prompt, List<Scored> samples) {

    public PromptSamples {
        samples = List.copyOf(samples);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("prompt '" + prompt + "' has no sample");
        }
    }

    /** Mean of ℓ = log π/π_ref. */
    double meanRatio() {
        return samples.stream().mapToDouble(Scored::ratio).average().orElseThrow();
    }

    double meanTokens() {
        return samples.stream().mapToDouble(Scored::tokens).average().orElseThrow();
    }
}
