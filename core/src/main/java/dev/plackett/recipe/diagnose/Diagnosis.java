package dev.plackett.recipe.diagnose;

import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.did.Ches;
import dev.plackett.evaluate.did.DisplacementPanel;
import dev.plackett.evaluate.did.EntropyPanel;
import dev.plackett.evaluate.did.Forecast;
import dev.plackett.evaluate.did.HiddenSum;
import dev.plackett.evaluate.did.MarginPanel;
import dev.plackett.evaluate.did.Member;
import dev.plackett.evaluate.did.Movement;
import dev.plackett.evaluate.did.OnPolicyness;
import dev.plackett.evaluate.did.PowerLawPanel;
import dev.plackett.evaluate.did.Proposal;
import dev.plackett.evaluate.did.SampleSet;
import dev.plackett.evaluate.did.ScoredPair;
import dev.plackett.evaluate.did.TokenDid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a set of preference pairs teaches, seen through models: computed from {@link Measurements} alone.
 *
 * @param request   what was asked
 * @param measured  what it is computed from
 * @param origin    whether chosen responses look like the reference's own
 * @param ches      pairs ranked by how much harm they may do
 * @param ranked    places in the table of the pairs that were ranked
 * @param change    what training did; empty without a policy
 * @param law       what the pairs encode, like the forecasts by held-out pairs where there are some, since models that were fitted on the responses know
 *                  the training ones by heart; empty without a policy that moved and a model of the rejected responses
 * @param forecasts what training will do, by β; none without a model of the rejected responses
 * @param series    checkpoints
 */
record Diagnosis(DiagnosisRequest request, Measurements measured, OnPolicyness origin, Ches ches, int[] ranked, Optional<Change> change,
    Optional<Law> law, List<Forecast> forecasts, List<Checkpoint> series) {

    private static final int RESAMPLES = 1000;

    /** How a policy changed. */
    record Change(DisplacementPanel displacement, Movement movement, EntropyPanel entropy, Optional<TokenDid> tokens) {}

    /**
     * What the pairs encode.
     *
     * @param pairs     power law over the pairs' responses
     * @param samples   the same over the reference's samples
     * @param margins   order of log-margins
     * @param jeffreys  KL(π_w ‖ π_l) + KL(π_l ‖ π_w) by the pairs: what β times the margin is at DPO's optimum
     */
    record Law(PowerLawPanel pairs, PowerLawPanel samples, MarginPanel margins, double jeffreys) {}

    /** One of several policies. */
    record Checkpoint(PolicyView view, Change change) {}

    static Diagnosis of(DiagnosisRequest request, Measurements m) {
        Bootstrap bootstrap = new Bootstrap(RESAMPLES, 0.95, request.seed());
        boolean split = m.at(true).findAny().isPresent();
        OnPolicyness origin = OnPolicyness.of(m.pairs(m.reference(), split), m.reference().reference(), request.seed());
        int[] ranked = m.at(m.at(false).findAny().isEmpty()).toArray();
        Optional<Change> change = m.policy().map(p -> change(request, m, p, m.tokens(), origin, bootstrap));
        Optional<Law> law = request.rejectedModel().isPresent() && !m.unmoved() ? m.policy().map(p -> law(request, m.pairs(p, split), p.reference(), bootstrap)) : Optional.empty();
        List<Forecast> forecasts = request.rejectedModel().isEmpty() ? List.of() : Stream.of(0.5, 1.0, 2.0)
            .map(f -> Forecast.of(m.pairs(m.reference(), split), m.reference().reference(), f * request.beta(), bootstrap)).toList();
        List<Checkpoint> series = m.checkpoints().stream()
            .map(v -> new Checkpoint(v, change(request, m, v, Optional.empty(), origin, bootstrap))).toList();
        return new Diagnosis(request, m, origin, ches(m, ranked, bootstrap), ranked, change, law, forecasts, series);
    }

    private static Change change(DiagnosisRequest request, Measurements m, PolicyView view, Optional<TokenDid> tokens,
        OnPolicyness origin, Bootstrap bootstrap) {
        Movement movement = Movement.of(view.own(), view.reference());
        return new Change(
            DisplacementPanel.of(m.pairs(view, false), m.pairs(view, true), view.reference(), origin.offPolicy(), request.beta(), bootstrap),
            movement, EntropyPanel.of(proposed(request.drawing().proposal(), view), Member.Ratio.SUMMED, movement, bootstrap), tokens);
    }

    private static SampleSet proposed(Proposal proposal, PolicyView view) {
        return proposal.equals(Proposal.policy()) ? view.own() : proposal.equals(Proposal.reference()) ? view.reference()
            : SampleSet.mixture(view.own(), view.reference());
    }

    private static Law law(DiagnosisRequest request, List<ScoredPair> pairs, SampleSet reference, Bootstrap bootstrap) {
        return new Law(PowerLawPanel.of(pairs, bootstrap), PowerLawPanel.of(reference, bootstrap), MarginPanel.of(pairs, request.beta()),
            pairs.stream().mapToDouble(p -> p.chosen().dataRatio() - p.rejected().dataRatio()).average().orElseThrow());
    }

    private static Ches ches(Measurements m, int[] ranked, Bootstrap bootstrap) {
        List<ScoredPair> pairs = m.policy().orElse(m.reference()).pairs();
        List<HiddenSum> chosen = new ArrayList<>();
        List<HiddenSum> rejected = new ArrayList<>();
        for (int i : ranked) {
            chosen.add(m.sums().get(2 * i));
            rejected.add(m.sums().get(2 * i + 1));
        }
        return Ches.of(chosen, rejected, IntStream.of(ranked).mapToDouble(i -> pairs.get(i).chosen().ratio()).toArray(), bootstrap);
    }

    /** Whether somebody should act. */
    boolean alarming() {
        return change.map(c -> c.displacement().finding().alarming() || swapped(c)).orElse(false);
    }

    /** Whether the policy moved towards the rejected responses. */
    static boolean swapped(Change change) {
        return side(change).margin().below();
    }

    /** The side that findings are about: held-out pairs where there are some. */
    static DisplacementPanel.Side side(Change change) {
        return change.displacement().heldOut().or(() -> change.displacement().train()).orElseThrow();
    }
}
