package dev.plackett.evaluate.did;

import dev.plackett.evaluate.LogSpace;
import dev.plackett.objective.Logistic;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Rejected responses by resampling: candidates drawn from π_w, weighted by (π_ref/π*)^β or exp(−(β/β_r)R), and drawn again. The chosen response must come
 * from <em>other</em> candidates, drawn independently, and pairs whose chosen one looks worse must stay: their frequency carries the calibration.
 *
 * @param logs log-weights of the candidates of one prompt
 */
public record CandidateWeights(double[] logs) {

    /** Fewer effective candidates than this, and {@link #draw} refuses. */
    public static final double FEWEST = 3;

    public CandidateWeights {
        for (int i = 0; i < logs.length; i++) {
            if (!Double.isFinite(logs[i])) {
                throw new IllegalArgumentException("the log-weight of candidate " + i + " is " + logs[i] + ", expected a finite one");
            }
        }
    }

    /**
     * By a target model.
     *
     * @param target    log π*(y) of each candidate
     * @param reference log π_ref(y)
     * @param beta      β of the training to come, above 0
     */
    public static CandidateWeights ofTarget(double[] target, double[] reference, double beta) {
        ClosedForm.positive("beta", beta);
        if (target.length != reference.length) {
            throw new IllegalArgumentException(target.length + " log-likelihoods under the target and " + reference.length + " under the reference");
        }
        return new CandidateWeights(IntStream.range(0, target.length).mapToDouble(i -> beta * (reference[i] - target[i])).toArray());
    }

    /**
     * By a reward.
     *
     * @param ratio β/β_r, above 0
     */
    public static CandidateWeights ofReward(double[] reward, double ratio) {
        ClosedForm.positive("ratio of beta to the reward's temperature", ratio);
        return new CandidateWeights(Arrays.stream(reward).map(r -> -ratio * r).toArray());
    }

    /** Normalised weights. */
    public double[] weights() {
        return LogSpace.softmax(logs);
    }

    /** Effective sample size 1/Σw², from 1 to the number of candidates. */
    public double ess() {
        return 1 / Arrays.stream(weights()).map(w -> w * w).sum();
    }

    /** Whether enough candidates carry the weight. */
    public boolean usable() {
        return ess() >= FEWEST * (1 - 1e-12);
    }

    /** Why nothing may be drawn: too few effective candidates, so that the draw would come from one or two responses alone. */
    public Optional<String> problem() {
        return usable() ? Optional.empty() : Optional.of(String.format(Locale.ROOT, "the effective number of candidates is %.2f of %d, expected at least %.0f: "
            + "draw more candidates, or take a smaller beta (of rewards: a smaller beta/beta_r)", ess(), logs.length, FEWEST));
    }

    /** Probability that candidate {@code a} is labelled as chosen beside {@code b}: σ(β[log q(a) − log q(b)]), the label form with the same optimum. */
    public double label(int a, int b) {
        return Logistic.sigmoid(logs[b] - logs[a]);
    }

    /**
     * The index of a candidate to be rejected.
     *
     * @throws IllegalStateException where there is a {@link #problem}
     */
    public int draw(RandomGenerator random) {
        problem().ifPresent(problem -> {
            throw new IllegalStateException(problem);
        });
        return Categorical.of(weights()).draw(random);
    }

    /** The share of candidates that stays effective among many, E_w[a]²/E_w[a²] of weights a under the candidates' policy: exact, on a finite space. */
    public static double essShare(FinitePolicy candidates, double[] logWeights) {
        double[] once = candidates.logs().clone();
        double[] twice = candidates.logs().clone();
        for (int i = 0; i < once.length; i++) {
            once[i] += logWeights[i];
            twice[i] += 2 * logWeights[i];
        }
        return Math.exp(2 * LogSpace.sum(once) - LogSpace.sum(twice));
    }
}
