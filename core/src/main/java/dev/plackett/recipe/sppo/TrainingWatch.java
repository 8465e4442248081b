package dev.plackett.recipe.sppo;

import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Warns of two things that spoil a round (SPPO specification 9 and 10), each once: most targets ask for more likelihood than answers have, so that SPPO
 * behaves like DPO and both likelihoods may collapse; or policy and reference differ before the first update, by rounding alone, by more than a twentieth
 * of what training is to move.
 */
final class TrainingWatch implements Listener {

    private static final double REACH = 0.5;
    private static final double NOISE = 0.05;

    private final Listener listener;
    private final Map<String, Boolean> said = new HashMap<>();

    TrainingWatch(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void on(Event event) {
        if (!(event instanceof Event.Metrics row) || !row.values().containsKey("target/magnitude")) {
            return;
        }
        double beyond = row.values().get("target/beyond_likelihood");
        if (beyond > REACH && said.put("reach", true) == null) {
            listener.warn(String.format(Locale.ROOT, "%.0f %% of the targets exceed -log pi of their answers: eta is too large for answers this short", 100 * beyond));
        }
        // The first row is measured before its update: policy and reference have the same weights.
        if (said.put("first", true) == null) {
            double noise = row.values().get("log_ratio/magnitude");
            double target = row.values().get("target/magnitude");
            if (noise > NOISE * target && Integer.valueOf(1).equals(((Number) row.labels().get("step")).intValue())) {
                listener.warn(String.format(Locale.ROOT, "log-ratios are %.3g nats before the first update, by rounding alone; targets are %.3g:"
                    + " training.precision=float32 would tell them apart", noise, target));
            }
        }
    }
}
