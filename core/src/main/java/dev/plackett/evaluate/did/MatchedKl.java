package dev.plackett.evaluate.did;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A training run's checkpoints, to be compared with another's at equal KL(π ‖ π_ref) instead of equal steps: DID entropy falls with the size of any update.
 *
 * @param checkpoints in the order of training; the first may be the untrained policy at KL 0
 */
public record MatchedKl(List<Checkpoint> checkpoints) {

    /**
     * One checkpoint.
     *
     * @param step    of training
     * @param kl      KL(π ‖ π_ref), exact or estimated
     * @param metrics by name
     */
    public record Checkpoint(double step, double kl, Map<String, Double> metrics) {

        public Checkpoint {
            metrics = Map.copyOf(metrics);
        }
    }

    public MatchedKl {
        checkpoints = List.copyOf(checkpoints);
        if (checkpoints.isEmpty()) {
            throw new IllegalArgumentException("a run without checkpoints");
        }
        if (checkpoints.stream().map(c -> c.metrics.keySet()).distinct().count() > 1) {
            throw new IllegalArgumentException("the checkpoints of a run have different metrics");
        }
    }

    /** Step and metrics where the run first reaches a KL, linearly between checkpoints; empty where it begins beyond it or never reaches it. */
    public Optional<Checkpoint> at(double kl) {
        int i = IntStream.range(0, checkpoints.size()).filter(c -> checkpoints.get(c).kl >= kl).findFirst().orElse(-1);
        if (i < 0) {
            return Optional.empty();
        }
        Checkpoint after = checkpoints.get(i);
        if (after.kl == kl) {
            return Optional.of(after);
        }
        if (i == 0) {
            return Optional.empty();
        }
        Checkpoint before = checkpoints.get(i - 1);
        return Optional.of(between(before, after, (kl - before.kl) / (after.kl - before.kl)));
    }

    /** The largest KL that every one of these runs reaches, and so the largest at which they can be compared. */
    public static double reachedByAll(List<MatchedKl> runs) {
        return runs.stream().mapToDouble(r -> r.checkpoints.stream().mapToDouble(Checkpoint::kl).max().orElseThrow()).min().orElseThrow();
    }

    private static Checkpoint between(Checkpoint a, Checkpoint b, double share) {
        Map<String, Double> metrics = new TreeMap<>();
        a.metrics.forEach((name, value) -> metrics.put(name, value + share * (b.metrics.get(name) - value)));
        return new Checkpoint(a.step + share * (b.step - a.step), a.kl + share * (b.kl - a.kl), metrics);
    }
}
