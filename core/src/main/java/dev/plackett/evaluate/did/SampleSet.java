package dev.plackett.evaluate.did;

import dev.plackett.evaluate.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * As many samples of each of several prompts, drawn from one proposal at temperature 1, untruncated.
 *
 * @param prompts at least one, of different names
 */
public record SampleSet(Proposal proposal, List<PromptSamples> prompts) {

    public SampleSet {
        prompts = List.copyOf(prompts);
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("no prompt has samples");
        }
        int k = prompts.get(0).samples().size();
        for (PromptSamples p : prompts) {
            if (p.samples().size() != k) {
                throw new IllegalArgumentException("prompt '" + p.prompt() + "' has " + p.samples().size() + " samples, expected " + k
                    + " as the first: estimates at different K are different numbers");
            }
        }
        if (prompts.stream().map(PromptSamples::prompt).distinct().count() < prompts.size()) {
            throw new IllegalArgumentException("a prompt's samples are listed twice");
        }
    }

    /** Half of the K samples from each set, the odd one from the policy's: the balanced mixture. */
    public static SampleSet mixture(SampleSet policy, SampleSet reference) {
        int k = Math.min(policy.k(), reference.k());
        Map<String, PromptSamples> others = reference.byPrompt();
        List<PromptSamples> out = new ArrayList<>();
        for (PromptSamples p : policy.prompts) {
            PromptSamples other = require(others, p.prompt());
            List<Scored> both = new ArrayList<>(p.samples().subList(0, (k + 1) / 2));
            both.addAll(other.samples().subList(0, k / 2));
            out.add(new PromptSamples(p.prompt(), both));
        }
        return new SampleSet(Proposal.mixture(), out);
    }

    /** K. */
    public int k() {
        return prompts.get(0).samples().size();
    }

    /** Names of the prompts. */
    public List<String> names() {
        return prompts.stream().map(PromptSamples::prompt).toList();
    }

    /** The prompts by name. */
    Map<String, PromptSamples> byPrompt() {
        Map<String, PromptSamples> out = new LinkedHashMap<>();
        prompts.forEach(p -> out.put(p.prompt(), p));
        return out;
    }

    /**
     * One prompt's samples.
     *
     * @throws IllegalArgumentException naming a prompt that has none
     */
    static PromptSamples require(Map<String, PromptSamples> byPrompt, String prompt) {
        PromptSamples found = byPrompt.get(prompt);
        if (found == null) {
            throw new IllegalArgumentException("prompt '" + prompt + "' has no samples of the reference");
        }
        return found;
    }

    /** The mean of a number of each sample, with prompts as clusters. */
    Estimate mean(ToDoubleFunction<Scored> of) {
        return Estimate.ofClusters(prompts.stream().map(p -> p.samples().stream().mapToDouble(of).toArray()).toArray(double[][]::new));
    }

    /** Whether no sample tells the policies apart. */
    boolean unmoved() {
        return prompts.stream().flatMap(p -> p.samples().stream()).allMatch(s -> Math.abs(s.ratio()) < Scored.ROUNDING);
    }
}
