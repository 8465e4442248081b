package dev.plackett.evaluate.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.evaluate.LogSpace;
import dev.plackett.objective.Brier;
import dev.plackett.objective.Divergence;
import dev.plackett.objective.Exponential;
import dev.plackett.objective.Logistic;
import dev.plackett.objective.Objective;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** DID specification 2.2 to 2.6, 3.1 and 5.3: what must hold for any policies, on random finite ones. {@link DidTest} has the algebra of single DIDs. */
class IdentitiesTest {

    private static final int CASES = 200;

    /** Random policies over one space, and a β. */
    private record Case(long seed, FinitePolicy reference, FinitePolicy target, FinitePolicy other, double beta) {

        static void each(Consumer<Case> check) {
            for (long seed = 0; seed < CASES; seed++) {
                Random random = new Random(seed);
                int n = 2 + random.nextInt(12);
                check.accept(new Case(seed, Worked.random(random, n, 1), Worked.random(random, n, 1), Worked.random(random, n, 1), 0.2 + 2 * random.nextDouble()));
            }
        }

        int n() {
            return reference.size();
        }

        String at() {
            return "seed " + seed;
        }

        /** π_l of (3a): with chosen responses from the reference. */
        FinitePolicy rejected() {
            return ClosedForm.rejected(reference, reference, target, beta);
        }
    }

    private static double[] softmaxGradient(FinitePolicy policy, int y) {
        return IntStream.range(0, policy.size()).mapToDouble(i -> (i == y ? 1 : 0) - policy.probabilities()[i]).toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    /** 2.2: the entropy is log V without an update, and below it with any. */
    @Test
    void onlyNoUpdateHasTheHighestEntropy() {
        Case.each(c -> {
            Did none = Did.of(c.target, c.target);
            assertThat(none.entropy()).as(c.at()).isCloseTo(Math.log(c.n()), within(1e-12));
            assertThat(none.distribution().probabilities()).containsExactly(FinitePolicy.uniform(c.n()).probabilities(), within(1e-15));
            assertThat(Did.of(c.target, c.reference).entropy()).as(c.at()).isLessThan(Math.log(c.n()) - 1e-9);
        });
    }

    /** Lemma D.1: any α up to min π_ref/π gives an event, and Bayes' rule with it leads from π_ref to π. */
    @Test
    void theEvidenceExplainsTheUpdate() {
        Case.each(c -> {
            Did.Evidence most = Did.of(c.target, c.reference).evidence();
            for (double share : new double[] {1, 0.3}) {
                double[] likelihood = Arrays.stream(most.likelihood()).map(l -> share * l).toArray();
                assertThat(Arrays.stream(likelihood).max().orElseThrow()).isLessThanOrEqualTo(1);
                double[] joint = IntStream.range(0, c.n()).mapToDouble(y -> c.reference.logs()[y] + Math.log(likelihood[y])).toArray();
                assertThat(Math.exp(LogSpace.sum(joint))).as(c.at()).isCloseTo(share * most.probability(), within(1e-12));
                assertThat(FinitePolicy.softmax(joint).probabilities()).as(c.at()).containsExactly(c.target.probabilities(), within(1e-12));
                assertThat(FinitePolicy.softmax(Arrays.stream(likelihood).map(Math::log).toArray()).probabilities()).as("under a flat prior: the DID")
                    .containsExactly(Did.of(c.target, c.reference).distribution().probabilities(), within(1e-12));
            }
        });
    }

    /** (1): which of two responses is the chosen one follows Bradley–Terry with s = log π_w/π_l, and Theorem 3.3 under the power law. */
    @Test
    void labelsAreBradleyTerry() {
        Case.each(c -> {
            double[] s = c.other.logRatio(c.target);
            PairMatrix any = PairMatrix.independent(c.other, c.target);
            PairMatrix encoding = PairMatrix.independent(c.reference, c.rejected());
            double[] q = Did.of(c.target, c.reference).distribution().logs();
            assertThat(Did.of(c.reference, c.rejected()).distribution().probabilities()).as(c.at() + ", (2)")
                .containsExactly(Did.of(c.target, c.reference).distribution().power(c.beta).probabilities(), within(1e-12));
            for (int a = 0; a < c.n(); a++) {
                for (int b = 0; b < c.n(); b++) {
                    assertThat(any.label(a, b)).as(c.at()).isCloseTo(Logistic.sigmoid(s[a] - s[b]), within(1e-12));
                    assertThat(encoding.label(a, b)).as(c.at()).isCloseTo(Logistic.sigmoid(c.beta * (q[a] - q[b])), within(1e-12));
                }
            }
        });
    }

    /** Theorem 3.4: proper losses on β·log π/π_ref are stationary at π*, on another reward elsewhere at the same value; nothing nearby is lower. */
    @Test
    void onlyTheLogRatioRewardIsStationaryAtTheTarget() {
        Case.each(c -> {
            PairMatrix pairs = PairMatrix.independent(c.reference, c.rejected());
            TabularLoss dpo = TabularLoss.of(Objective.dpo(c.beta), pairs, c.reference);
            double least = dpo.value(c.target.logs());
            assertThat(dpo.value(c.other.logs())).as(c.at()).isGreaterThanOrEqualTo(least - 1e-12);
            for (Objective proper : new Objective[] {Objective.dpo(c.beta), new Brier(c.beta), new Exponential(c.beta)}) {
                assertThat(TabularLoss.of(proper, pairs, c.reference).gradient(c.target.logs())).as(c.at() + ", " + proper).containsExactly(new double[c.n()],
                    within(1e-12));
            }
            double[] offset = c.other.logs();
            TabularLoss shifted = new TabularLoss(Objective.dpo(c.beta), pairs, IntStream.range(0, c.n())
                .mapToDouble(y -> c.reference.logs()[y] - offset[y] / c.beta).toArray());
            FinitePolicy elsewhere = c.target.tilted(Arrays.stream(offset).map(o -> -o / c.beta).toArray());
            assertThat(shifted.gradient(elsewhere.logs())).as(c.at() + ", π*·exp(−φ/β)").containsExactly(new double[c.n()], within(1e-12));
            assertThat(shifted.value(elsewhere.logs())).as(c.at() + ", the loss cannot tell").isCloseTo(least, within(1e-12));
            Objective divergence = new Divergence(Objective.dpo(c.beta), Divergence.Type.FORWARD_KL, 0.5);
            double[] gradient = TabularLoss.of(divergence, pairs, c.reference).gradient(c.target.logs());
            assertThat(Arrays.stream(gradient).map(Math::abs).max().orElseThrow()).as(c.at() + ", forward KL's score").isGreaterThan(1e-7);
        });
    }

    /** (5): the margins' identity, the ordering that goes both ways, and how certain labels bound the gap. */
    @Test
    void logMargins() {
        Case.each(c -> {
            double[] r = c.reference.logs();
            double[] l = c.rejected().logs();
            double[] t = c.target.logs();
            PairMatrix pairs = PairMatrix.independent(c.reference, c.rejected());
            for (int a = 0; a < c.n(); a++) {
                for (int b = 0; b < c.n(); b++) {
                    double data = r[a] - r[b] - (l[a] - l[b]);
                    double moved = t[a] - t[b] - (r[a] - r[b]);
                    assertThat(data).as(c.at()).isCloseTo(c.beta * moved, within(1e-11));
                    assertThat(pairs.label(a, b)).isCloseTo(Logistic.sigmoid(data), within(1e-12));
                    double epsilon = 0.2;
                    assertThat(pairs.label(a, b) >= 1 - epsilon).as(c.at()).isEqualTo(moved >= Math.log((1 - epsilon) / epsilon) / c.beta);
                }
            }
        });
    }

    /** 2.5, π_w = π_ref: the fall is KL(π_ref ‖ π*) whatever β is; the rejected fall more, by what Jeffreys' divergence says. */
    @Test
    void displacementWithChosenFromTheReference() {
        Case.each(c -> {
            FinitePolicy rejected = c.rejected();
            double chosen = ClosedForm.chosenChange(c.reference, c.reference, rejected, c.beta);
            double fall = ClosedForm.rejectedChange(c.reference, c.reference, rejected, c.beta);
            assertThat(chosen).as(c.at()).isCloseTo(-c.reference.divergence(c.target), within(1e-11)).isNegative();
            assertThat(fall).as(c.at()).isLessThan(chosen);
            assertThat(c.beta * (chosen - fall)).as(c.at()).isCloseTo(c.reference.divergence(rejected) + rejected.divergence(c.reference), within(1e-11));
            assertThat(c.reference.mean(c.other.logRatio(c.reference))).as("of every policy, trained or not").isCloseTo(-c.reference.divergence(c.other), within(1e-12));
        });
    }

    /** 2.5, π_l = π_ref: f(t) = t·KL(π_w ‖ π_ref) − log E_ref[(π_w/π_ref)^t], its values, its slope at 0 and that it is concave. */
    @Test
    void displacementWithRejectedFromTheReference() {
        Case.each(c -> {
            FinitePolicy w = c.target;
            double kl = w.divergence(c.reference);
            double step = 1e-4;
            for (double t : new double[] {0.25, 0.5, 1, 2, 3}) {
                FinitePolicy optimum = ClosedForm.optimum(c.reference, w, c.reference, 1 / t);
                assertThat(f(c, t)).as(c.at() + ", t " + t).isCloseTo(closedForm(c, t), within(1e-10));
                assertThat(ClosedForm.rejectedChange(c.reference, w, c.reference, 1 / t)).as(c.at()).isCloseTo(-c.reference.divergence(optimum), within(1e-11));
                assertThat(closedForm(c, t + step) - 2 * closedForm(c, t) + closedForm(c, t - step)).as(c.at() + ", concave").isLessThanOrEqualTo(1e-13);
            }
            assertThat(closedForm(c, 0)).as(c.at()).isCloseTo(0, within(1e-14));
            assertThat(f(c, 1)).as(c.at()).isCloseTo(kl, within(1e-12));
            assertThat(f(c, 1e-7) / 1e-7).as(c.at() + ", f'(0)").isPositive().isCloseTo(kl + c.reference.divergence(w), within(1e-4 * (1 + kl)));
        });
    }

    private static double f(Case c, double t) {
        return ClosedForm.chosenChange(c.reference, c.target, c.reference, 1 / t);
    }

    private static double closedForm(Case c, double t) {
        double[] powered = Arrays.stream(c.target.logRatio(c.reference)).map(r -> t * r).toArray();
        return t * c.target.divergence(c.reference) - LogSpace.sum(IntStream.range(0, c.n()).mapToDouble(y -> c.reference.logs()[y] + powered[y]).toArray());
    }

    /** 2.5 at π_θ = π_ref: the gradient is −(β/2)(π_w − π_l); on-policy chosen stand still to first order and fall at second; a pair alone rises. */
    @Test
    void atInitialisation() {
        Case.each(c -> {
            double[] gradient = TabularLoss.of(Objective.dpo(c.beta), PairMatrix.independent(c.other, c.target), c.reference).gradient(c.reference.logs());
            double[] expected = IntStream.range(0, c.n()).mapToDouble(y -> -c.beta / 2 * (c.other.probabilities()[y] - c.target.probabilities()[y])).toArray();
            assertThat(gradient).as(c.at()).containsExactly(expected, within(1e-12));
            double[] down = TabularLoss.of(Objective.dpo(c.beta), PairMatrix.independent(c.reference, c.rejected()), c.reference).gradient(c.reference.logs());
            double[] fallen = IntStream.of(1, 2).mapToDouble(k -> {
                double rate = k * 1e-3 / Math.sqrt(dot(down, down));
                FinitePolicy next = FinitePolicy.softmax(IntStream.range(0, c.n()).mapToDouble(y -> c.reference.logs()[y] - rate * down[y]).toArray());
                return c.reference.mean(next.logRatio(c.reference));
            }).toArray();
            assertThat(fallen[0]).as(c.at()).isNegative();
            assertThat(fallen[1] / fallen[0]).as(c.at() + ", twice the step, four times the fall").isCloseTo(4, within(0.02));
            double[] w = softmaxGradient(c.reference, 0);
            double[] l = softmaxGradient(c.reference, 1);
            assertThat(dot(w, IntStream.range(0, c.n()).mapToDouble(i -> w[i] - l[i]).toArray())).as(c.at()).isPositive()
                .isCloseTo(1 - c.reference.probabilities()[0] + c.reference.probabilities()[1], within(1e-12));
        });
    }

    /** 2.6: the overlap index is above 0 exactly where q goes with π_ref, and small updates have H(q) = log V − ε²·Var(f)/2. */
    @Test
    void overlapAndSmallUpdates() {
        Case.each(c -> {
            Did did = Did.of(c.target, c.reference);
            double[] q = did.distribution().probabilities();
            double covariance = dot(q, c.reference.probabilities()) / c.n() - 1.0 / c.n() / c.n();
            assertThat(did.overlap() > 0).as(c.at()).isEqualTo(covariance > 0);
            double[] direction = c.other.logs();
            double mean = Arrays.stream(direction).average().orElseThrow();
            double variance = Arrays.stream(direction).map(d -> (d - mean) * (d - mean)).average().orElseThrow();
            double epsilon = 1e-3;
            double entropy = Did.of(c.reference.tilted(Arrays.stream(direction).map(d -> epsilon * d).toArray()), c.reference).entropy();
            assertThat((Math.log(c.n()) - entropy) / (epsilon * epsilon)).as(c.at()).isCloseTo(variance / 2, within(0.02 * variance + 1e-6));
        });
    }

    /** 3.1's asymptotic effective sample sizes and 5.3's, from sums over the space; the mixture's density. */
    @Test
    void effectiveSampleSizes() {
        Case.each(c -> {
            double[] p = c.target.probabilities();
            double[] r = c.reference.probabilities();
            assertThat(share(c, Proposal.policy(), c.target)).as(c.at()).isCloseTo(squaredSum(c, y -> p[y] / r[y]) / sum(c, y -> p[y] / (r[y] * r[y])), within(1e-10));
            assertThat(share(c, Proposal.reference(), c.reference)).as(c.at())
                .isCloseTo(squaredSum(c, y -> p[y] / r[y]) / sum(c, y -> p[y] * p[y] / (r[y] * r[y] * r[y])), within(1e-10));
            assertThat(share(c, Proposal.uniform(Math.log(c.n())), FinitePolicy.uniform(c.n()))).as(c.at())
                .isCloseTo(squaredSum(c, y -> p[y] / r[y]) / (c.n() * sum(c, y -> p[y] * p[y] / (r[y] * r[y]))), within(1e-10));
            double[] weight = Arrays.stream(c.reference.logRatio(c.target)).map(x -> c.beta * x).toArray();
            double first = c.other.mean(Arrays.stream(weight).map(Math::exp).toArray());
            assertThat(CandidateWeights.essShare(c.other, weight)).as(c.at())
                .isCloseTo(first * first / c.other.mean(Arrays.stream(weight).map(x -> Math.exp(2 * x)).toArray()), within(1e-10));
            for (int y = 0; y < c.n(); y++) {
                assertThat(Math.exp(Proposal.mixture().log(c.target.logs()[y], c.reference.logs()[y]))).isCloseTo((p[y] + r[y]) / 2, within(1e-15));
            }
        });
    }

    private static double share(Case c, Proposal proposal, FinitePolicy drawnFrom) {
        return CandidateWeights.essShare(drawnFrom, IntStream.range(0, c.n()).mapToDouble(y -> c.target.logs()[y] - c.reference.logs()[y]
            - proposal.log(c.target.logs()[y], c.reference.logs()[y])).toArray());
    }

    private static double sum(Case c, java.util.function.IntToDoubleFunction of) {
        return IntStream.range(0, c.n()).mapToDouble(of).sum();
    }

    private static double squaredSum(Case c, java.util.function.IntToDoubleFunction of) {
        double sum = sum(c, of);
        return sum * sum;
    }

    /** 6.7: tokens that do not see each other add up, and a rejected policy built token by token is then the global one. */
    @Test
    void tokensWithoutContext() {
        Case.each(c -> {
            FinitePolicy reference = twice(c.reference);
            FinitePolicy target = twice(c.target);
            assertThat(Did.of(target, reference).entropy()).as(c.at()).isCloseTo(2 * Did.of(c.target, c.reference).entropy(), within(1e-11));
            FinitePolicy local = FinitePolicy.softmax(ContrastiveDecoding.logits(c.reference.logs(), c.target.logs(), c.beta));
            assertThat(twice(local).probabilities()).as(c.at()).containsExactly(ClosedForm.rejected(reference, reference, target, c.beta).probabilities(),
                within(1e-12));
        });
    }

    private static FinitePolicy twice(FinitePolicy token) {
        int n = token.size();
        return new FinitePolicy(IntStream.range(0, n * n).mapToDouble(i -> token.logs()[i / n] + token.logs()[i % n]).toArray());
    }
}
