package dev.plackett.train;

import dev.plackett.data.Batch;
import dev.plackett.data.Example;
import dev.plackett.event.StopSignal;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Nll;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * See {@link Projection}. A step with two gradients, which is not of the engine's one form: the chosen answers' is computed first and kept beside the loss's.
 *
 * @param <B> the kind of data
 */
final class ProjectedGradient<B extends Batch<B>> implements AutoCloseable {

    private final Engine<B> engine;
    private final ParameterStore parameters;
    private final Projection mode;
    private final Tensor chosen;
    private final Tensor before;
    private double nll;
    private Found found;

    /**
     * What a projection found.
     *
     * @param cosine  between the two directions before it
     * @param applied whether it had anything to do
     */
    record Found(double cosine, boolean applied) {}

    /** Keeps one buffer of the parameters' size, and a second one to project updates. */
    ProjectedGradient(Engine<B> engine, ParameterStore parameters, Projection mode) {
        this.engine = engine;
        this.parameters = parameters;
        this.mode = mode;
        try (Scope scope = Scope.open()) {
            chosen = Scope.own(torch.zeros_like(parameters.flat()));
            before = mode == Projection.UPDATE ? Scope.own(torch.zeros_like(parameters.flat())) : chosen;
        }
    }

    /** Before the loss's gradient: that of the chosen answers' mean negative log-likelihood. */
    void chosen(List<Example<B>> pairs, StopSignal stop) {
        nll = engine.gradient(pairs, new Nll(), Carry.empty(), stop).value();
        try (NoGradGuard off = new NoGradGuard()) {
            chosen.copy_(parameters.gradient());
        }
    }

    /** When the loss's gradient is there: projects it, or keeps the parameters to project their update. */
    void gradient() {
        if (mode == Projection.GRADIENT) {
            found = project(parameters.gradient(), chosen, parameters.gradient(), -1);
        } else {
            try (NoGradGuard off = new NoGradGuard()) {
                before.copy_(parameters.flat());
            }
        }
    }

    /** After the update. */
    void updated() {
        if (mode == Projection.UPDATE) {
            try (NoGradGuard off = new NoGradGuard()) {
                // What was taken away from the parameters stands where a gradient would.
                before.sub_(parameters.flat());
            }
            found = project(before, chosen, parameters.flat(), 1);
            parameters.refresh();
        }
    }

    /**
     * What to log: whether the step was projected, the cosine between the two directions before that, and by how much the chosen answers' negative
     * log-likelihood changed in fact.
     */
    Map<String, Double> metrics(List<Example<B>> pairs) {
        return new TreeMap<>(Map.of("projection/applied", found.applied() ? 1.0 : 0.0, "projection/cosine", found.cosine(),
            "projection/nll_change", engine.evaluate(pairs, new Nll(), Carry.empty()).value() - nll));
    }

    /** Where ⟨direction, chosen⟩ &lt; 0: adds sign·⟨direction, chosen⟩/‖chosen‖² of {@code chosen} to {@code target}. */
    static Found project(Tensor direction, Tensor along, Tensor target, int sign) {
        double dot = dot(direction, along);
        double square = dot(along, along);
        double length = Math.sqrt(dot(direction, direction) * square);
        if (dot < 0) {
            FlatChunks.each(p -> p[0].add_(p[1], Tensors.scalar(sign * dot / square)), target, along);
        }
        return new Found(length > 0 ? dot / length : 0, dot < 0);
    }

    /** ⟨a, b⟩ in float64. */
    static double dot(Tensor a, Tensor b) {
        double[] sum = {0};
        FlatChunks.each(p -> sum[0] += p[0].to(ScalarType.Double).dot(p[1].to(ScalarType.Double)).item_double(), a, b);
        return sum[0];
    }

    @Override
    public void close() {
        chosen.close();
        if (mode == Projection.UPDATE) {
            before.close();
        }
    }
}
