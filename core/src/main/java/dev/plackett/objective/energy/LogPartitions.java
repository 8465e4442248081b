package dev.plackett.objective.energy;

import dev.plackett.objective.Carry;
import java.util.Arrays;

/** The {@link LogAverage} of each group as a {@link Carry} holds it. Group 0 is the only one where rows have no groups. */
public final class LogPartitions {

    private static final String LOG_U = "meco.log_u";
    private static final String UPDATES = "meco.updates";

    private final double[] logU;
    private final double[] updates;

    private LogPartitions(double[] logU, double[] updates) {
        this.logU = logU;
        this.updates = updates;
    }

    /** A copy of what was carried. */
    public static LogPartitions of(Carry carry) {
        return of(carry, 0);
    }

    /**
     * A copy of what was carried with room for more groups.
     *
     * @param groups number of groups that have a place, if there are not more already
     */
    public static LogPartitions of(Carry carry, int groups) {
        int size = Math.max(groups, carry.get(UPDATES).length);
        return new LogPartitions(Arrays.copyOf(carry.get(LOG_U), size), Arrays.copyOf(carry.get(UPDATES), size));
    }

    /** A group's average; an empty one where it was never seen. */
    public LogAverage group(int group) {
        return group < updates.length && updates[group] > 0 ? new LogAverage(logU[group], updates[group]) : LogAverage.empty();
    }

    /** Number of groups that have a place. */
    public int size() {
        return updates.length;
    }

    /** Replaces the average of a group that has a place. */
    public void group(int group, LogAverage average) {
        logU[group] = average.logU();
        updates[group] = average.updates();
    }

    /** What to carry on; nothing may be replaced here after. */
    public Carry into(Carry carry) {
        return carry.with(LOG_U, logU).with(UPDATES, updates);
    }
}
