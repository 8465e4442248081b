package dev.plackett.recipe.sppo;

import dev.plackett.event.Event;
import dev.plackett.event.Listener;

/** Warns once when most targets ask for more likelihood than answers have: SPPO then behaves like DPO, and both likelihoods may collapse (specification 9). */
final class ReachWarning implements Listener {

    private static final String SHARE = "target/beyond_likelihood";

    private final Listener listener;
    private boolean warned;

    ReachWarning(Listener listener) {
        this.listener = listener;
    }

    @Override
    public void on(Event event) {
        if (!warned && event instanceof Event.Metrics row && row.values().getOrDefault(SHARE, 0.0) > 0.5) {
            warned = true;
            listener.warn(String.format("%.0f %% of the targets exceed -log pi of their answers: eta is too large for answers this short", 100
                * row.values().get(SHARE)));
        }
    }
}
