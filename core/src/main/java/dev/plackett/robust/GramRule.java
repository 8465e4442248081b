package dev.plackett.robust;

import dev.plackett.objective.Carry;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;

/**
 * A rule whose update is a weighted sum of the gradients, with weights that depend on their inner products alone. It reads the gradients twice at
 * most, and works where every machine holds a part of all gradients: the products of the parts add up ({@link Gram#sum}), and each machine combines
 * its own part.
 */
public interface GramRule extends Aggregator {

    /** The weights, from finite products of as many workers as {@link #problem} allows. */
    Weighting weigh(Gram gram);

    @Override
    default boolean usesGram() {
        return true;
    }

    @Override
    default Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        Stopwatch watch = new Stopwatch();
        Gram gram = gradients.gram();
        Limits.checkFinite(gram);
        watch.lap("gram");
        Weighting weighting = weigh(gram);
        watch.lap("weigh");
        gradients.combineInOwnDtype(weighting.coefficients(), out);
        watch.lap("combine");
        return Aggregation.of(gradients, weighting.findings(), carry).weighted(weighting.coefficients()).timed(watch.seconds());
    }

    /** Seconds of the phases of one aggregation. */
    final class Stopwatch {

        private final Map<String, Double> seconds = new TreeMap<>();
        private long last = System.nanoTime();

        /** Ends a phase. */
        public void lap(String phase) {
            long now = System.nanoTime();
            seconds.merge(phase, (now - last) / 1e9, Double::sum);
            last = now;
        }

        /** Seconds by phase. */
        public Map<String, Double> seconds() {
            return seconds;
        }
    }
}
