package dev.plackett.robust;

import dev.plackett.objective.Carry;
import dev.plackett.robust.flag.Flag;
import dev.plackett.robust.rule.Bulyan;
import dev.plackett.robust.rule.CenteredClipping;
import dev.plackett.robust.rule.GeometricMedian;
import dev.plackett.robust.rule.Krum;
import dev.plackett.robust.rule.Mean;
import dev.plackett.robust.rule.Median;
import dev.plackett.robust.rule.Middle;
import dev.plackett.robust.rule.MinimumDiameter;
import dev.plackett.robust.rule.MultiKrum;
import dev.plackett.robust.rule.NormalizedMean;
import dev.plackett.robust.rule.TrimmedMean;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.bytedeco.pytorch.Tensor;

/**
 * A rule that makes one update of the gradients of p workers, some of whom may be faulty. Implementations are records; a user's own rule lives in
 * their own jar ({@link AggregatorProvider}). Rules take finite gradients of one length; {@link Guard} deals with everything else.
 */
public interface Aggregator {

    /** Why it cannot work with so many workers, naming the limit; empty where it can. */
    Optional<String> problem(int workers);

    /** The same for workers by name, where it matters who they are. */
    default Optional<String> problem(List<String> workers) {
        return problem(workers.size());
    }

    /**
     * The update.
     *
     * @param gradients {@code [p, n]}
     * @param out       {@code [n]}, float32, float64, float16 or bfloat16: becomes the update; not to be used after an exception
     * @param carry     the state that the last step left, {@link Carry#empty()} at first
     * @throws IllegalArgumentException when p is too small, {@code out} does not fit, or a number is not finite
     */
    Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry);

    /**
     * Whether it asks for inner products: a {@link Guard} then finds numbers that are not finite among them, without reading the gradients once more.
     */
    default boolean usesGram() {
        return false;
    }

    /**
     * The rule after workers were excluded for what they sent: they are among the f faulty ones it reckons with.
     *
     * @param removed how many
     * @param left    how many workers are left
     */
    default Aggregator excluding(int removed, int left) {
        return this;
    }

    /** The largest ratio of the honest gradients' standard deviation to the norm of their mean that the rule's theorem covers, where there is one. */
    default OptionalDouble varianceBound(int workers) {
        return OptionalDouble.empty();
    }

    /** (1/p) Σ gᵢ: one faulty worker can make anything of it. */
    static Aggregator mean() {
        return new Mean();
    }

    /** The mean of the gradients scaled to length 1: the control beside which Flag has to be seen. */
    static Aggregator normalizedMean() {
        return new NormalizedMean(0);
    }

    /** The median of each coordinate, the lower one where p is even. */
    static Aggregator median() {
        return new Median(Middle.LOWER);
    }

    /** The mean of each coordinate without its f smallest and f largest values. */
    static Aggregator trimmedMean(int f) {
        return new TrimmedMean(f);
    }

    /** Krum in its authors' form. */
    static Aggregator krum(int f) {
        return new Krum(f, Krum.Variant.BLANCHARD);
    }

    /** Multi-Krum in its authors' form. */
    static Aggregator multiKrum(int f) {
        return new MultiKrum(f, 0, Krum.Variant.BLANCHARD);
    }

    /** Bulyan in its authors' form. */
    static Aggregator bulyan(int f) {
        return new Bulyan(f, Bulyan.Variant.CANONICAL, Middle.LOWER);
    }

    /** The geometric median by three smoothed Weiszfeld steps. */
    static Aggregator geometricMedian() {
        return new GeometricMedian(0.1, 3, false);
    }

    /** The mean of the p − f gradients that lie closest together. */
    static Aggregator minimumDiameter(int f) {
        return new MinimumDiameter(f);
    }

    /** Centred clipping at radius τ around its own last output. */
    static Aggregator centeredClipping(double tau) {
        return new CenteredClipping(tau, 1, true);
    }

    /** Flag Aggregator as released, m = ⌈(p+1)/2⌉; its {@code with} methods give every option. */
    static Flag flag() {
        return Flag.released();
    }

    /**
     * A rule by its text, such as {@code krum(f=3)} or {@code nnm(f=3) > flag(m=8)}.
     *
     * @throws IllegalArgumentException saying where the text is wrong and what was probably meant
     */
    static Aggregator named(String text) {
        return RuleText.aggregator(text);
    }

    /**
     * The rule of that name with options by key.
     *
     * @throws IllegalArgumentException naming what is unknown and what is nearest
     */
    static Aggregator named(String name, Map<String, ?> options) {
        return AggregatorProvider.named(name).create(options);
    }
}
