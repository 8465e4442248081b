package dev.plackett.robust.flag;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregation;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.Limits;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A subspace of its own for each layer: another aggregator than {@link Flag} on the whole gradient, which is the paper's. Lengths of layers come with
 * the gradients ({@link GradientMatrix#withLayers}); qualities are means over layers, weighted by their lengths.
 *
 * @param flag used on each layer
 */
public record PerLayer(Flag flag) implements Aggregator {

    @Override
    public Optional<String> problem(int workers) {
        return flag.problem(workers);
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return new PerLayer(flag.withDimension(Math.min(flag.m(), left)));
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        if (gradients.layers().isEmpty()) {
            throw new IllegalArgumentException("flag_per_layer needs the lengths of the layers, which did not come with the gradients");
        }
        double[] quality = new double[gradients.workers()];
        Map<String, Double> seconds = new TreeMap<>();
        Set<String> warnings = new LinkedHashSet<>();
        long at = 0;
        try (NoGradGuard off = new NoGradGuard()) {
            for (long length : gradients.layers()) {
                Aggregation layer = flag.aggregate(gradients.columns(at, at + length), out.narrow(0, at, length), carry);
                double share = (double) length / gradients.length();
                Arrays.setAll(quality, i -> quality[i] + share * layer.findings().quality()[i]);
                layer.seconds().forEach((phase, time) -> seconds.merge(phase, time, Double::sum));
                warnings.addAll(layer.findings().warnings());
                at += length;
            }
        }
        Map<String, Double> numbers = Map.of("layers", (double) gradients.layers().size());
        Findings findings = new Findings(quality, new double[0], new double[0], numbers, List.copyOf(warnings));
        return Aggregation.of(gradients, findings, carry).timed(seconds);
    }

    /** {@code flag_per_layer} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "flag_per_layer";
        }

        @Override
        public String summary() {
            return "flag with a subspace of its own for each layer: another rule than flag";
        }

        @Override
        public List<Option<?>> options() {
            return FlagProvider.OPTIONS;
        }

        @Override
        public Aggregator create(Options options) {
            return new PerLayer(FlagProvider.of(options));
        }
    }
}
