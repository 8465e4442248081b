package dev.plackett.evaluate.did;

import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Why the chosen log-likelihood moved. For on-policy chosen responses held out of training, its mean change is −KL(π_ref ‖ π) by definition, whatever the
 * loss and whatever π is: falling is required, and only what lies below that line is a finding. Training pairs leave the line by memorisation, so
 * held-out change = line + excess and training change = line + excess + memorised: exactly where all held-out prompts have samples of the reference.
 *
 * @param train     pairs that were trained on; none where they were not given
 * @param heldOut   other pairs
 * @param line      −KL̂(π_ref ‖ π) from samples of the reference, on the prompts whose change it is compared with
 * @param excess    change of the chosen minus the line: of held-out pairs where there are some
 * @param memorised training change minus held-out change of the chosen; NaN without both
 * @param finding   what that says
 * @param cautions  what a reader must know
 */
public record DisplacementPanel(Optional<Side> train, Optional<Side> heldOut, Mean line, Mean excess, double memorised, Finding finding,
    List<Caution> cautions) {

    /** With off-policy chosen responses and a β from here up, falling is a finding; smaller ones overshoot. The bound is ours. */
    public static final double BETA_NOT_SMALL = 0.5;

    /**
     * Pairs on one side of the split; changes are log π − log π_ref in nats per response.
     *
     * @param pairs    how many
     * @param chosen   change of the chosen
     * @param rejected change of the rejected
     * @param margin   the first less the second
     * @param common   mean of both: what moved together
     * @param fell     share of pairs whose chosen response became less likely
     * @param accuracy share of pairs with a margin above 0
     */
    public record Side(int pairs, Mean chosen, Mean rejected, Mean margin, double common, double fell, double accuracy) {}

    /** What is found. */
    public enum Finding {
        /** The interval of the change holds 0, or the change is rounding. */
        NONE("The chosen responses are about as likely as before."),
        /** The chosen responses became more likely. */
        RISE("The chosen responses became more likely."),
        /** They fell as they must. */
        EXPECTED("The chosen responses became less likely, by no more than the policy's move away from the reference requires. This is no fault."),
        /** They fell although they come from elsewhere, but β is small. */
        OVERSHOOT("The chosen responses became less likely although they are not the reference's own. A small beta overshoots the policy that they come from; "
            + "a larger one would raise them."),
        /** They fell although they come from elsewhere and no small β explains it. */
        OFF_POLICY_FALL("The chosen responses became less likely although they are not the reference's own, and no small beta explains it. Look at the pairs with the "
            + "highest CHES, or draw the rejected responses from the reference."),
        /** They fell further than the line. */
        EXCESS("The chosen responses became less likely by more than the policy's move away from the reference explains. Something beside the preference "
            + "itself is unlearned: look at the pairs with the highest CHES.");

        private final String text;

        Finding(String text) {
            this.text = text;
        }

        /** In plain words. */
        public String text() {
            return text;
        }

        /** Whether somebody should act. */
        public boolean alarming() {
            return this == OFF_POLICY_FALL || this == EXCESS;
        }
    }

    /**
     * Looks.
     *
     * @param train     may be empty
     * @param heldOut   may be empty, not both
     * @param reference samples of π_ref, for all prompts or for others like them
     * @param offPolicy whether the chosen responses come from elsewhere: {@link OnPolicyness#offPolicy}
     * @param beta      of the training
     */
    public static DisplacementPanel of(List<ScoredPair> train, List<ScoredPair> heldOut, SampleSet reference, boolean offPolicy, double beta,
        Bootstrap bootstrap) {
        return of(train, heldOut, reference, offPolicy, OptionalDouble.of(beta), bootstrap);
    }

    /** The same of a training whose objective may have no β of DPO's meaning. */
    public static DisplacementPanel of(List<ScoredPair> train, List<ScoredPair> heldOut, SampleSet reference, boolean offPolicy, OptionalDouble beta,
        Bootstrap bootstrap) {
        if (train.isEmpty() && heldOut.isEmpty()) {
            throw new IllegalArgumentException("no pair to look at");
        }
        if (!reference.proposal().equals(Proposal.reference())) {
            throw new IllegalArgumentException("the line needs samples of the reference, found " + reference.proposal().label());
        }
        Optional<Side> trained = side(train, bootstrap);
        Optional<Side> held = side(heldOut, bootstrap);
        Against line = Against.of(heldOut.isEmpty() ? train : heldOut, reference, bootstrap);
        double memorised = trained.isPresent() && held.isPresent() ? trained.get().chosen().value() - held.get().chosen().value() : Double.NaN;
        List<Caution> cautions = heldOut.isEmpty() ? List.of(Caution.of(Caution.Kind.NO_HELD_OUT, "There are no held-out pairs: training pairs rise by "
            + "memorisation, so a fall may be hidden.")) : List.of();
        Mean chosen = held.or(() -> trained).orElseThrow().chosen();
        return new DisplacementPanel(trained, held, line.line, line.excess, memorised, finding(chosen, line.excess, offPolicy, beta), cautions);
    }

    private static Finding finding(Mean chosen, Mean excess, boolean offPolicy, OptionalDouble beta) {
        if (!chosen.below()) {
            return chosen.above() ? Finding.RISE : Finding.NONE;
        }
        if (excess.below()) {
            return Finding.EXCESS;
        }
        return !offPolicy ? Finding.EXPECTED : beta.orElse(BETA_NOT_SMALL) >= BETA_NOT_SMALL ? Finding.OFF_POLICY_FALL : Finding.OVERSHOOT;
    }

    /** The line, and what a change is beside it. */
    private record Against(Mean line, Mean excess) {

        /** So many prompts with both are compared one by one, even where others have no samples. */
        private static final int ENOUGH = 8;

        /** Prompt by prompt where prompts have samples, which takes the prompts' own spread out; else the difference of two independent means. */
        static Against of(List<ScoredPair> pairs, SampleSet reference, Bootstrap bootstrap) {
            Map<String, Double> change = Mean.byPrompt(pairs, p -> p.chosen().ratio());
            Map<String, PromptSamples> samples = reference.byPrompt();
            List<String> common = change.keySet().stream().filter(samples::containsKey).toList();
            if (common.size() == change.size() || common.size() >= ENOUGH) {
                return new Against(Mean.of(common.stream().mapToDouble(p -> samples.get(p).meanRatio()).toArray(), bootstrap),
                    Mean.of(common.stream().mapToDouble(p -> change.get(p) - samples.get(p).meanRatio()).toArray(), bootstrap));
            }
            double[] changes = change.values().stream().mapToDouble(d -> d).toArray();
            double[] ratios = reference.prompts().stream().mapToDouble(PromptSamples::meanRatio).toArray();
            Mean line = Mean.of(ratios, bootstrap);
            double value = Arrays.stream(changes).average().orElseThrow() - line.value();
            Interval a = bootstrap.ofMean(changes);
            Interval b = bootstrap.ofMean(ratios);
            double half = Math.hypot(a.high() - a.low(), b.high() - b.low()) / 2;
            return new Against(line, new Mean(value, new Interval(value - half, value + half, bootstrap.level()), changes.length));
        }
    }

    private static Optional<Side> side(List<ScoredPair> pairs, Bootstrap bootstrap) {
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        Mean chosen = Mean.ofPairs(pairs, p -> p.chosen().ratio(), bootstrap);
        Mean rejected = Mean.ofPairs(pairs, p -> p.rejected().ratio(), bootstrap);
        return Optional.of(new Side(pairs.size(), chosen, rejected, Mean.ofPairs(pairs, ScoredPair::margin, bootstrap), (chosen.value() + rejected.value()) / 2,
            share(pairs, p -> p.chosen().ratio() < 0 ? 1 : 0), share(pairs, p -> p.margin() > 0 ? 1 : 0)));
    }

    private static double share(List<ScoredPair> pairs, ToDoubleFunction<ScoredPair> one) {
        return pairs.stream().mapToDouble(one).average().orElseThrow();
    }
}
