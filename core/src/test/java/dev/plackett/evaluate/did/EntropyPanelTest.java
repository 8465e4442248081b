package dev.plackett.evaluate.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.evaluate.Bootstrap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** DID specification 3.1, 3.2 and pitfall 8.1. */
class EntropyPanelTest {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 0.95, 1);

    /** Samples of normal log-likelihoods: ℓ = shift + noise. */
    private static SampleSet set(Proposal proposal, int prompts, int k, double shift, double noise, int tokens, long seed) {
        Random random = new Random(seed);
        return new SampleSet(proposal, IntStream.range(0, prompts).mapToObj(p -> new PromptSamples("p" + p, IntStream.range(0, k).mapToObj(i -> {
            double reference = -10 + noise * random.nextGaussian();
            return Scored.of(reference + shift + noise * random.nextGaussian(), reference, tokens);
        }).toList())).toList());
    }

    private static Stream<Caution.Kind> kinds(EntropyPanel panel) {
        return panel.cautions().stream().map(Caution::kind);
    }

    @Test
    void meansAndNames() {
        SampleSet samples = set(Proposal.policy(), 20, 16, 0.5, 0.3, 10, 0);
        EntropyPanel panel = EntropyPanel.of(samples, Member.Ratio.SUMMED, BOOTSTRAP);
        assertThat(panel.member().label()).isEqualTo("H_snis(16, policy)");
        assertThat(panel.mean().value()).isCloseTo(panel.estimates().stream().mapToDouble(EntropyEstimate::value).average().orElseThrow(), within(1e-12));
        assertThat(panel.mean().interval().contains(panel.mean().value())).isTrue();
        assertThat(panel.jackknife().value()).isCloseTo(panel.estimates().stream().mapToDouble(EntropyEstimate::jackknife).average().orElseThrow(), within(1e-12));
        assertThat(panel.unreliableShare()).isZero();
        assertThat(panel.reliable().value()).isEqualTo(panel.mean().value());
        assertThat(panel.kSetShare().value()).isBetween(0.9, 1.0).isCloseTo(panel.kSet().value() / Math.log(16), within(1e-12));
        assertThat(panel.lengthMatched().prompts()).isZero();
        assertThat(kinds(panel)).containsExactly(Caution.Kind.LOW_BIAS);
        assertThat(panel.cautions().get(0).text()).contains("H_snis(16, policy)").contains("not the DID's entropy");
        EntropyPanel uniform = EntropyPanel.of(set(Proposal.uniform(3), 20, 16, 0.5, 0.3, 10, 0), Member.Ratio.SUMMED, BOOTSTRAP);
        assertThat(uniform.cautions()).isEmpty();
    }

    @Test
    void poorOverlap() {
        EntropyPanel panel = EntropyPanel.of(set(Proposal.policy(), 20, 16, 0, 8, 10, 0), Member.Ratio.SUMMED, BOOTSTRAP);
        assertThat(panel.unreliableShare()).isGreaterThan(0.8);
        assertThat(panel.reliable().prompts()).isEqualTo((int) panel.estimates().stream().filter(EntropyEstimate::reliable).count());
        assertThat(kinds(panel)).contains(Caution.Kind.POOR_OVERLAP);
    }

    @Test
    void lengths() {
        SampleSet policy = set(Proposal.policy(), 6, 8, 0.3, 0.3, 12, 1);
        Movement same = Movement.of(policy, set(Proposal.reference(), 6, 8, 0.3, 0.3, 12, 2));
        assertThat(kinds(EntropyPanel.of(policy, Member.Ratio.SUMMED, same, BOOTSTRAP))).doesNotContain(Caution.Kind.LENGTH);
        Movement shorter = Movement.of(policy, set(Proposal.reference(), 6, 8, 0.3, 0.3, 10, 2));
        EntropyPanel panel = EntropyPanel.of(policy, Member.Ratio.SUMMED, shorter, BOOTSTRAP);
        assertThat(kinds(panel)).contains(Caution.Kind.LENGTH);
        assertThat(panel.lengthMatched().prompts()).isZero();
        assertThat(panel.lengthMatched().value()).isNaN();
        List<PromptSamples> some = Stream.concat(set(Proposal.reference(), 6, 8, 0, 0.3, 12, 3).prompts().stream().limit(2),
            set(Proposal.reference(), 6, 8, 0, 0.3, 8, 3).prompts().stream().skip(2)).toList();
        Movement mixed = Movement.of(policy, new SampleSet(Proposal.reference(), some));
        assertThat(mixed.matched()).containsExactly("p0", "p1");
        EntropyPanel matched = EntropyPanel.of(policy, Member.Ratio.SUMMED, mixed, BOOTSTRAP);
        assertThat(matched.lengthMatched().prompts()).isEqualTo(2);
        assertThat(matched.lengthMatched().value()).isCloseTo((matched.estimates().get(0).value() + matched.estimates().get(1).value()) / 2, within(1e-12));
        assertThat(matched.cautions().stream().filter(c -> c.kind() == Caution.Kind.LENGTH).findFirst().orElseThrow().text()).contains("the 2 prompts");
    }

    @Test
    void perTokenIsNoDid() {
        EntropyPanel panel = EntropyPanel.of(set(Proposal.policy(), 5, 8, 1, 0.3, 10, 0), Member.Ratio.PER_TOKEN, BOOTSTRAP);
        assertThat(panel.member().label()).contains("not a DID");
        assertThat(kinds(panel)).contains(Caution.Kind.LENGTH_NORMALISED);
    }

    @Test
    void movement() {
        SampleSet policy = set(Proposal.policy(), 200, 4, 0.4, 0.1, 10, 3);
        SampleSet reference = set(Proposal.reference(), 200, 4, -0.3, 0.1, 10, 4);
        Movement m = Movement.of(policy, reference);
        assertThat(m.forwardKl().mean()).isCloseTo(0.4, within(0.02));
        assertThat(m.reverseKl().mean()).isCloseTo(0.3, within(0.02));
        assertThat(m.entropyChange().mean()).as("−E log π + E log π_ref = 9.6 − 10").isCloseTo(-0.4, within(0.03));
        assertThat(m.lengthConfounded()).isFalse();
        assertThatThrownBy(() -> Movement.of(reference, policy)).hasMessageContaining("reference and policy");
        assertThatThrownBy(() -> Movement.of(policy, set(Proposal.reference(), 3, 4, 0, 1, 10, 4))).hasMessageContaining("different prompts");
    }

    @Test
    void onlyLikeIsComparedWithLike() {
        EntropyPanel a = EntropyPanel.of(set(Proposal.policy(), 30, 16, 0.5, 0.3, 10, 0), Member.Ratio.SUMMED, BOOTSTRAP);
        EntropyPanel b = EntropyPanel.of(set(Proposal.policy(), 30, 16, 0.5, 0.6, 10, 1), Member.Ratio.SUMMED, BOOTSTRAP);
        assertThat(a.minus(b, 0).difference().mean()).isCloseTo(a.mean().value() - b.mean().value(), within(1e-12));
        EntropyPanel otherK = EntropyPanel.of(set(Proposal.policy(), 30, 8, 0.5, 0.3, 10, 0), Member.Ratio.SUMMED, BOOTSTRAP);
        assertThatThrownBy(() -> a.minus(otherK, 0)).hasMessageContaining("H_snis(16, policy)").hasMessageContaining("H_snis(8, policy)");
        EntropyPanel otherProposal = EntropyPanel.of(set(Proposal.reference(), 30, 16, 0.5, 0.3, 10, 0), Member.Ratio.SUMMED, BOOTSTRAP);
        assertThatThrownBy(() -> a.minus(otherProposal, 0)).hasMessageContaining("H_snis(16, reference)");
        EntropyPanel fewer = EntropyPanel.of(set(Proposal.policy(), 29, 16, 0.5, 0.3, 10, 0), Member.Ratio.SUMMED, BOOTSTRAP);
        assertThatThrownBy(() -> a.minus(fewer, 0)).hasMessageContaining("different prompts");
    }

    @Test
    void anUnmovedPolicyRaisesNothing() {
        SampleSet policy = set(Proposal.policy(), 5, 8, 0, 0, 10, 0);
        assertThat(EntropyPanel.of(policy, Member.Ratio.SUMMED, BOOTSTRAP).cautions()).isEmpty();
    }

    @Test
    void mixtures() {
        SampleSet mixture = SampleSet.mixture(set(Proposal.policy(), 3, 5, 1, 0.1, 10, 0), set(Proposal.reference(), 3, 5, -1, 0.1, 10, 1));
        assertThat(mixture.k()).isEqualTo(5);
        assertThat(mixture.proposal().label()).isEqualTo("mixture");
        assertThat(mixture.prompts().get(0).samples().stream().filter(s -> s.ratio() > 0)).as("the odd one from the policy").hasSize(3);
    }

    @Test
    void kSetCountsEqualResponsesOnce() {
        Scored a = Scored.of(-1, -2, 3);
        Scored b = Scored.of(-2, -1, 3);
        EntropyPanel panel = EntropyPanel.of(new SampleSet(Proposal.policy(), List.of(new PromptSamples("p", List.of(a, a, a, b)))), Member.Ratio.SUMMED, BOOTSTRAP);
        double p = 1 / (1 + Math.exp(-2));
        assertThat(panel.kSet().value()).isCloseTo(-p * Math.log(p) - (1 - p) * Math.log(1 - p), within(1e-12));
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> new PromptSamples("x", List.of())).hasMessageContaining("'x' has no sample");
        assertThatThrownBy(() -> new SampleSet(Proposal.policy(), List.of())).hasMessageContaining("no prompt");
        PromptSamples one = new PromptSamples("a", List.of(Scored.of(-1, -1, 1)));
        PromptSamples two = new PromptSamples("b", List.of(Scored.of(-1, -1, 1), Scored.of(-1, -1, 1)));
        assertThatThrownBy(() -> new SampleSet(Proposal.policy(), List.of(one, two))).hasMessageContaining("'b' has 2 samples, expected 1");
        assertThatThrownBy(() -> new SampleSet(Proposal.policy(), List.of(one, one))).hasMessageContaining("twice");
        assertThatThrownBy(() -> Scored.of(Double.NaN, 0, 1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Scored.of(-1, -1, 0)).hasMessageContaining("0 tokens");
    }

    @Test
    void tokens() {
        double[] policy = {Math.log(.2), Math.log(.3), Math.log(.5)};
        double[] reference = {Math.log(.5), Math.log(.3), Math.log(.2)};
        TokenDid.Position whole = TokenDid.at(policy, reference, 1);
        assertThat(whole.tokens()).isEqualTo(3);
        assertThat(whole.entropy()).isCloseTo(0.8675892360, within(1e-8));
        assertThat(whole.overlap()).as("log 3 - log(.4 + 1 + 2.5)").isCloseTo(Math.log(3 / 3.9), within(1e-12));
        TokenDid.Position heads = TokenDid.at(policy, reference, 0.45);
        assertThat(heads.tokens()).as("token 2 of the policy, token 0 of the reference").isEqualTo(2);
        assertThat(heads.entropy()).isCloseTo(-(.4 / 2.9) * Math.log(.4 / 2.9) - (2.5 / 2.9) * Math.log(2.5 / 2.9), within(1e-12));
        TokenDid.Position forced = TokenDid.at(new double[] {0, -50, -60}, new double[] {0, -60, -50}, TokenDid.TOP_P);
        assertThat(forced.tokens()).isEqualTo(1);
        TokenDid mean = TokenDid.of(List.of(whole, forced));
        assertThat(mean.entropy()).isCloseTo(0.8675892360 / 2, within(1e-8));
        assertThat(mean.share()).isCloseTo(0.8675892360 / Math.log(3), within(1e-8));
        assertThat(mean.overlap()).isCloseTo(Math.log(3 / 3.9), within(1e-12));
        assertThat(mean.forced()).isEqualTo(0.5);
        assertThat(mean.tokens()).isEqualTo(2);
        assertThatThrownBy(() -> TokenDid.at(policy, new double[2], 1)).hasMessageContaining("one vocabulary");
        assertThatThrownBy(() -> TokenDid.of(List.of())).hasMessageContaining("no position");
    }
}
