package dev.plackett.train;

/**
 * Learning rate by update number, counted from 0. Pure functions, so that a resumed run needs no state.
 */
@FunctionalInterface
public interface Schedule {

    /** The learning rate that update {@code step} uses. */
    double rate(long step);

    /** Shapes after the warm-up. */
    enum Shape { CONSTANT, LINEAR, COSINE }

    /**
     * Warm-up from 0 over ⌈ratio·total⌉ updates, then constant, linear to 0, or half a cosine to 0 at {@code total} (transformers' schedules).
     *
     * @param shape       what follows the warm-up
     * @param peak        the highest rate
     * @param total       updates over which the schedule is laid out, even when the run stops earlier
     * @param warmupRatio share of {@code total} that warms up, in [0, 1]
     */
    static Schedule of(Shape shape, double peak, long total, double warmupRatio) {
        if (!(peak >= 0 && Double.isFinite(peak)) || total < 1 || !(warmupRatio >= 0 && warmupRatio <= 1)) {
            throw new IllegalArgumentException("expected a rate of at least 0 over at least 1 update with a warm-up from 0 to 1, found " + peak + " over " + total
                + " with " + warmupRatio);
        }
        long warmup = (long) Math.ceil(warmupRatio * total);
        return step -> {
            if (step < warmup) {
                return peak * step / warmup;
            }
            double progress = total == warmup ? 1 : Math.min(1, (double) (step - warmup) / (total - warmup));
            return switch (shape) {
                case CONSTANT -> peak;
                case LINEAR -> peak * (1 - progress);
                case COSINE -> peak * 0.5 * (1 + Math.cos(Math.PI * progress));
            };
        };
    }

    /**
     * Stages: {@code first} for {@code length} updates, half of it for twice as many, and so on; the schedule under which the error falls like 1/t where a
     * Polyak–Łojasiewicz inequality holds. Parameters and averages go on from stage to stage.
     *
     * @param first  rate of the first stage, at least 0
     * @param length updates of the first stage, at least 1
     */
    static Schedule stages(double first, long length) {
        if (!(first >= 0 && Double.isFinite(first)) || length < 1) {
            throw new IllegalArgumentException("expected a rate of at least 0 for a first stage of at least 1 update, found " + first + " and " + length);
        }
        // Stage s begins at length·(2^s − 1).
        return step -> first / Long.highestOneBit(step / length + 1);
    }
}
