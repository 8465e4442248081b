package dev.plackett.evaluate.did;

import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.LogSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What DPO will do, before it is trained: with a model of the chosen responses π_w and one of the rejected ones π_l (the reference fine-tuned on each), its
 * optimum is π ∝ π_ref·(π_w/π_l)^(1/β), and samples of the reference are drawn from it by their weights (π_w/π_l)^(1/β).
 *
 * @param beta            β
 * @param chosen          predicted change of the chosen log-likelihood
 * @param rejected        of the rejected
 * @param reverseKl       predicted KL(π_ref ‖ π): minus this is the line that on-policy chosen responses will follow
 * @param forwardKl       predicted KL(π ‖ π_ref), by self-normalised weights
 * @param didEntropy      predicted DID entropy, {@code H_snis(K, reference)} of the predicted policy
 * @param ess             mean effective number of samples behind the weights (π_w/π_l)^(1/β), of K
 * @param unreliableShare share of prompts in which fewer than 5 are effective or one carries more than half
 * @param prompts         one of each
 */
public record Forecast(double beta, Mean chosen, Mean rejected, Mean reverseKl, Mean forwardKl, Mean didEntropy, double ess, double unreliableShare,
    List<Prompt> prompts) {

    /**
     * One prompt.
     *
     * @param prompt   its name
     * @param logZ     log of the mean weight
     * @param weights  of its samples, normalised: draw by them to see responses of the predicted policy
     * @param ess      1/Σ weights²
     * @param entropy  of the predicted policy's DID
     */
    public record Prompt(String prompt, double logZ, double[] weights, double ess, EntropyEstimate entropy) {

        boolean reliable() {
            return ess >= EntropyEstimate.FEWEST && Arrays.stream(weights).max().orElseThrow() <= EntropyEstimate.HEAVIEST;
        }
    }

    /**
     * Forecasts.
     *
     * @param pairs     with log-likelihoods under both models; their {@code policy} is not read
     * @param reference samples of π_ref for every prompt of the pairs, under both models
     * @param beta      β, above 0
     */
    public static Forecast of(List<ScoredPair> pairs, SampleSet reference, double beta, Bootstrap bootstrap) {
        ClosedForm.positive("beta", beta);
        if (!reference.proposal().equals(Proposal.reference())) {
            throw new IllegalArgumentException("a forecast needs samples of the reference, found " + reference.proposal().label());
        }
        if (pairs.isEmpty() || pairs.stream().anyMatch(p -> missing(p.chosen()) || missing(p.rejected()))
            || reference.prompts().stream().anyMatch(p -> p.samples().stream().anyMatch(Forecast::missing))) {
            throw new IllegalArgumentException("a forecast needs pairs and samples with log-likelihoods under models of the chosen and of the rejected "
                + "responses");
        }
        Map<String, PromptSamples> samples = reference.byPrompt();
        Map<String, Prompt> prompts = new LinkedHashMap<>();
        List<Double> reverse = new ArrayList<>();
        List<Double> forward = new ArrayList<>();
        for (PromptSamples p : samples.values()) {
            Prompt predicted = predict(p, beta);
            prompts.put(p.prompt(), predicted);
            double[] change = p.samples().stream().mapToDouble(s -> s.dataRatio() / beta - predicted.logZ).toArray();
            reverse.add(-Arrays.stream(change).average().orElseThrow());
            forward.add(IntStream.range(0, change.length).mapToDouble(i -> predicted.weights[i] * change[i]).sum());
        }
        pairs.forEach(p -> SampleSet.require(samples, p.prompt()));
        return new Forecast(beta, Mean.ofPairs(pairs, p -> p.chosen().dataRatio() / beta - prompts.get(p.prompt()).logZ, bootstrap),
            Mean.ofPairs(pairs, p -> p.rejected().dataRatio() / beta - prompts.get(p.prompt()).logZ, bootstrap), Mean.of(reverse, bootstrap),
            Mean.of(forward, bootstrap), Mean.of(prompts.values().stream().map(p -> p.entropy.value()).toList(), bootstrap),
            prompts.values().stream().mapToDouble(Prompt::ess).average().orElseThrow(),
            prompts.values().stream().filter(p -> !p.reliable()).count() / (double) prompts.size(), List.copyOf(prompts.values()));
    }

    /** Predicted change of one response's log-likelihood, log π/π_ref; its prompt must have had samples. */
    public double change(String prompt, Scored response) {
        return response.dataRatio() / beta - prompts.stream().filter(p -> p.prompt.equals(prompt)).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("prompt '" + prompt + "' was not part of the forecast")).logZ;
    }

    /** In plain words. */
    public String text() {
        String doubt = unreliableShare > 0.1 ? String.format(Locale.ROOT, ", too few in %.0f %% of the prompts: take more samples or a larger beta",
            100 * unreliableShare) : "";
        return String.format(Locale.ROOT, "At beta %s DPO will move the chosen log-likelihood by %+.2f and the rejected one by %+.2f nats per response, "
            + "at KL(policy, reference) of about %.2f; %.1f samples per prompt carry the forecast%s.", beta, chosen.value(), rejected.value(), forwardKl.value(),
            ess, doubt);
    }

    private static Prompt predict(PromptSamples p, double beta) {
        double[] logs = p.samples().stream().mapToDouble(s -> s.dataRatio() / beta).toArray();
        double logZ = LogSpace.mean(logs);
        double[] weights = LogSpace.softmax(logs);
        double[] ratio = Arrays.stream(logs).map(l -> l - logZ).toArray();
        return new Prompt(p.prompt(), logZ, weights, 1 / Arrays.stream(weights).map(w -> w * w).sum(),
            EntropyEstimate.of(ratio, p.samples().stream().mapToDouble(Scored::reference).toArray()));
    }

    private static boolean missing(Scored s) {
        return Double.isNaN(s.dataRatio());
    }
}
