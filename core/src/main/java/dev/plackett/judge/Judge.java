package dev.plackett.judge;

import dev.plackett.objective.Logistic;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** Who prefers what. Rankers, verifiers, oracles and other models are judges; users bring their own through {@link JudgeProvider}. */
public interface Judge extends AutoCloseable {

    /** Compares all candidates of each contest with each other; one verdict per contest, in order. */
    List<Verdict> judge(List<Contest> contests);

    @Override
    default void close() {
        // Most judges hold nothing.
    }

    /**
     * A judge that grades each answer: P(i beats j) = σ(grade_i − grade_j). A verifier's grades are 0 and a large number.
     *
     * @param grade grade of (prompt, answer); higher is better
     */
    static Judge grading(ToDoubleBiFunction<String, String> grade) {
        return contests -> contests.stream().map(contest -> {
            double[] grades = contest.candidates().stream().mapToDouble(c -> grade.applyAsDouble(contest.prompt(), c)).toArray();
            return (Verdict) probabilities(grades.length, (i, j) -> Logistic.sigmoid(grades[i] - grades[j]));
        }).toList();
    }

    /** Probabilities from a rule for i &lt; j; the rest follows. */
    static Verdict.Probabilities probabilities(int k, PairRule rule) {
        double[][] p = new double[k][k];
        for (int i = 0; i < k; i++) {
            p[i][i] = 0.5;
            for (int j = i + 1; j < k; j++) {
                p[i][j] = rule.wins(i, j);
                p[j][i] = 1 - p[i][j];
            }
        }
        return new Verdict.Probabilities(p);
    }

    /** Probability that candidate i beats candidate j. */
    interface PairRule {
        double wins(int i, int j);
    }
}
