package dev.plackett.judge;

import dev.plackett.event.StopSignal;
import dev.plackett.objective.Logistic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleBiFunction;

/** Who prefers what. Rankers, verifiers, oracles and other models are judges; users bring their own through {@link JudgeProvider}. */
public interface Judge extends AutoCloseable {

    /** Compares all candidates of each contest with each other; one verdict per contest, in order. */
    List<Verdict> judge(List<Contest> contests);

    /**
     * The same, which may be asked to stop.
     *
     * @param stop asked once before the work; judges that take long ask it between their batches
     * @throws dev.plackett.event.StoppedException when asked to stop
     */
    default List<Verdict> judge(List<Contest> contests, StopSignal stop) {
        stop.check();
        return judge(contests);
    }

    @Override
    default void close() {
        // Most judges hold nothing.
    }

    /**
     * Opens a judge: a pair ranker's folder, or a name that a {@link JudgeProvider} has.
     *
     * @param options the provider's options; a folder has none
     * @throws IllegalArgumentException when there is neither folder nor name, with the nearest name
     */
    static Judge open(String folderOrName, Map<String, ?> options) {
        if (!Files.isDirectory(Path.of(folderOrName))) {
            return JudgeProvider.named(folderOrName).create(options);
        }
        if (!options.isEmpty()) {
            throw new IllegalArgumentException("the pair ranker in " + folderOrName + " has no options, found " + options.keySet());
        }
        return RankerJudge.open(Path.of(folderOrName));
    }

    /**
     * A judge that grades each answer: P(i beats j) = σ(grade_i − grade_j).
     *
     * @param grade grade of (prompt, answer); higher is better
     */
    static Judge grading(ToDoubleBiFunction<String, String> grade) {
        return contests -> contests.stream().map(contest -> {
            double[] grades = contest.candidates().stream().mapToDouble(c -> grade.applyAsDouble(contest.prompt(), c)).toArray();
            return (Verdict) probabilities(grades.length, (i, j) -> Logistic.sigmoid(grades[i] - grades[j]));
        }).toList();
    }

    /**
     * A judge that checks each answer: a right one beats a wrong one for certain, two of a kind are even.
     *
     * @param right whether (prompt, answer) is right
     */
    static Judge verifying(BiPredicate<String, String> right) {
        return contests -> contests.stream().map(contest -> {
            double[] passed = contest.candidates().stream().mapToDouble(c -> right.test(contest.prompt(), c) ? 1 : 0).toArray();
            return (Verdict) probabilities(passed.length, (i, j) -> (1 + passed[i] - passed[j]) / 2);
        }).toList();
    }

    /** A judge that knows the preference of every pair, which need not be transitive. */
    static Judge oracle(Preference preference) {
        return contests -> contests.stream().map(contest -> (Verdict) probabilities(contest.candidates().size(),
            (i, j) -> preference.wins(contest.prompt(), contest.candidates().get(i), contest.candidates().get(j)))).toList();
    }

    /** The rule that every judge should beat: the longer text wins. */
    static Judge longer() {
        return contests -> contests.stream().map(contest -> (Verdict) probabilities(contest.candidates().size(), (i, j) ->
            (1 + Integer.signum(contest.candidates().get(i).length() - contest.candidates().get(j).length())) / 2.0)).toList();
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

    /** Probability that the first answer to a prompt beats the second. */
    interface Preference {
        double wins(String prompt, String first, String second);
    }
}
