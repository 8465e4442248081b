package dev.plackett.evaluate.density;

import dev.plackett.model.density.Density;
import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.List;

/**
 * log Z by importance sampling and by annealing, accepted where both agree. A training's own log u is never such an estimate.
 *
 * @param sampling  plain importance sampling
 * @param annealing forwards
 */
public record PartitionCheck(WeightSummary sampling, Annealing.Result annealing) {

    /** Nats within which both must agree. */
    public static final double TOLERANCE = 0.2;

    /**
     * Both estimates.
     *
     * @param chains of the annealing
     */
    public static PartitionCheck of(LogDensity f, Density q, ImportanceSampling sampling, Annealing annealing, int chains, Seeds seeds) {
        return new PartitionCheck(sampling.logZ(f, q, seeds), annealing.forward(chains, f, q, seeds));
    }

    /** Whether both are reliable and agree. */
    public boolean accepted() {
        return sampling.reliable() && annealing.weights().reliable() && difference() <= TOLERANCE;
    }

    /** log Z: of the two, the one with more effective draws per draw. Both are too low on average. */
    public double logZ() {
        return annealing.weights().effectiveShare() >= sampling.effectiveShare() ? annealing.logZ() : sampling.logMean();
    }

    private double difference() {
        return Math.abs(sampling.logMean() - annealing.logZ());
    }

    /** What a reader must know of either, and of both. */
    public List<Caution> cautions() {
        List<Caution> out = new ArrayList<>(sampling.cautions());
        out.addAll(annealing.cautions());
        if (!(difference() <= TOLERANCE)) {
            out.add(Caution.of(Caution.Kind.DISAGREEMENT, "Importance sampling says log Z = %.3f and annealing %.3f, more than %.1f nats apart: neither is to be "
                + "reported. Take more levels, or a better proposal.", sampling.logMean(), annealing.logZ(), TOLERANCE));
        }
        return out;
    }
}
