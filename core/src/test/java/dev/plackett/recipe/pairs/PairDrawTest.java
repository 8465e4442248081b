package dev.plackett.recipe.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.evaluate.did.CandidateWeights;
import dev.plackett.evaluate.did.Categorical;
import dev.plackett.evaluate.did.ClosedForm;
import dev.plackett.evaluate.did.Did;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.evaluate.did.PairMatrix;
import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Pairs over four responses, whose exact frequencies are known. */
class PairDrawTest {

    private static final FinitePolicy REFERENCE = FinitePolicy.of(0.4, 0.3, 0.2, 0.1);
    private static final FinitePolicy TARGET = FinitePolicy.of(0.1, 0.2, 0.3, 0.4);
    private static final int PROMPTS = 20_000;

    /** Shares of (chosen, rejected) over many prompts with their own candidates. */
    private static double[][] shares(PairDraw draw, int candidates, double[] target, double[] reference, double beta) {
        double[][] out = new double[4][4];
        Random random = new Random(3);
        Categorical proposal = Categorical.of(REFERENCE);
        for (int p = 0; p < PROMPTS; p++) {
            int[] y = proposal.draw(candidates, random);
            CandidateWeights weights = CandidateWeights.ofTarget(Arrays.stream(y).mapToDouble(i -> target[i]).toArray(),
                Arrays.stream(y).mapToDouble(i -> reference[i]).toArray(), beta);
            for (PairDraw.Pick pick : draw.draw(weights, Seeds.of(p)).picks()) {
                out[y[pick.chosen()]][y[pick.rejected()]] += 1.0 / PROMPTS / draw.pairs();
            }
        }
        return out;
    }

    private static void follows(double[][] shares, PairMatrix exact, double bias) {
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < 4; b++) {
                double p = exact.mass()[a][b];
                assertThat(shares[a][b]).as("chosen %s, rejected %s", a, b).isCloseTo(p, within(4.5 * Math.sqrt(p * (1 - p) / PROMPTS) + bias));
            }
        }
    }

    /** Chosen and rejected are independent, the rejected follow the closed form, and wrong-order pairs are as frequent as they must be. */
    @Test
    void rejectedAnswersFollowTheClosedFormBesideIndependentChosenOnes() {
        double[][] shares = shares(new PairDraw(Mode.TARGET, 1), 100, TARGET.logs(), REFERENCE.logs(), 1);
        follows(shares, PairMatrix.independent(REFERENCE, ClosedForm.rejected(REFERENCE, REFERENCE, TARGET, 1)), 3e-3);
        PairMatrix.Order order = PairMatrix.ofCounts(shares).order(TARGET.logRatio(REFERENCE));
        assertThat(order.right()).isCloseTo(0.5018867925, within(0.015));
        assertThat(order.wrong()).as("nothing is dropped or swapped").isCloseTo(0.1339622642, within(0.015));
    }

    @Test
    void rewardsLeadToTheSameClosedForm() {
        double[] reward = {1, 0.2, -0.5, 2};
        double[][] shares = shares(new PairDraw(Mode.REWARD, 1), 100, reward, new double[4], 0.5);
        follows(shares, PairMatrix.independent(REFERENCE, ClosedForm.rejectedByReward(REFERENCE, reward, 0.5)), 3e-3);
    }

    @Test
    void labelsFallAsTheCoinSays() {
        double[][] shares = shares(new PairDraw(Mode.LABEL, 1), 2, TARGET.logs(), REFERENCE.logs(), 2);
        follows(shares, PairMatrix.labelled(REFERENCE, REFERENCE, Did.of(TARGET, REFERENCE), 2), 1e-3);
    }

    @Test
    void fewerThanThreeEffectiveCandidatesAreRefused() {
        double[] rewards = new double[12];
        rewards[4] = -30;
        PairDraw.Outcome outcome = new PairDraw(Mode.REWARD, 1).draw(CandidateWeights.ofReward(rewards, 1), Seeds.of(1));
        assertThat(outcome.picks()).isEmpty();
        assertThat(outcome.ess().orElseThrow()).isCloseTo(1, within(1e-6));
        assertThat(outcome.refused().orElseThrow()).contains("1.00 of 11", "at least 3");
        PairDraw.Outcome alike = new PairDraw(Mode.REWARD, 2).draw(CandidateWeights.ofReward(new double[5], 1), Seeds.of(1));
        assertThat(alike.ess().orElseThrow()).as("three alike are just enough").isCloseTo(3, within(1e-9));
        assertThat(alike.picks()).hasSize(2).allMatch(p -> p.chosen() != p.rejected() && p.margin() == 0);
        assertThat(alike.picks().get(0).chosen()).isNotEqualTo(alike.picks().get(1).chosen());
    }

    @Test
    void promptsWithTooFewCandidatesAreRefused() {
        PairDraw.Outcome outcome = new PairDraw(Mode.REWARD, 1).draw(CandidateWeights.ofReward(new double[3], 1), Seeds.of(1));
        assertThat(outcome.refused().orElseThrow()).isEqualTo("column 'candidates': expected at least 4 for 1 pair by mode 'reward', found 3");
        assertThat(new PairDraw(Mode.LABEL, 2).draw(CandidateWeights.ofReward(new double[3], 1), Seeds.of(1)).refused().orElseThrow())
            .contains("at least 4 for 2 pairs by mode 'label'");
    }
}
