package dev.plackett.generate.density;

import dev.plackett.data.points.Points;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.energy.Chain;
import org.bytedeco.pytorch.Tensor;

/** One step of a Markov chain that leaves a density as it is, exactly or (Langevin without a test) to the order of its step size. */
public interface Transition {

    /**
     * What a step did.
     *
     * @param points     where the points are, {@code [n, …]}, in the dtype they had, without graph
     * @param acceptance share of proposals that were taken, 1 without a test
     */
    record Moved(Tensor points, double acceptance) {}

    /**
     * One step of n chains.
     *
     * @param target the density's logarithm, up to a constant
     * @param from   {@code [n, …]}, floating; not changed
     * @param seeds  where random numbers come from
     */
    Moved step(LogDensity target, Tensor from, Seeds seeds);

    /** Many steps; the acceptance is their mean. The points lie in the caller's scope. */
    default Moved steps(int count, LogDensity target, Tensor from, Seeds seeds) {
        if (count < 1) {
            throw new IllegalArgumentException(count + " steps of a chain, expected at least 1");
        }
        Tensor at = from;
        double accepted = 0;
        for (int i = 0; i < count; i++) {
            try (Scope scope = Scope.open()) {
                Moved moved = step(target, at, seeds.at(i));
                accepted += moved.acceptance();
                if (at != from) {
                    at.close();
                }
                at = Scope.own(moved.points());
            } catch (RuntimeException e) {
                if (at != from) {
                    at.close();
                }
                throw e;
            }
        }
        try (Scope scope = Scope.open()) {
            Tensor end = scope.keep(at.alias());
            at.close();
            return new Moved(end, accepted / count);
        }
    }

    /** As contrastive divergence wants it: so many steps towards a model. */
    default Chain towards(LogDensity target, int count) {
        return (from, seeds) -> steps(count, target, from, seeds).points();
    }

    /**
     * The ends of independent chains, a chunk at a time, so that memory does not grow with their number.
     *
     * @param n     chains
     * @param start where they begin
     * @param count steps of each
     * @param chunk chains at once
     */
    default Points sample(int n, LogDensity target, Density start, int count, int chunk, Seeds seeds) {
        if (n < 1 || chunk < 1) {
            throw new IllegalArgumentException(n + " chains, " + chunk + " at once: expected at least 1 of each");
        }
        int d = (int) start.dimension();
        double[] out = new double[Math.multiplyExact(n, d)];
        for (int at = 0; at < n; at += chunk) {
            int rows = Math.min(chunk, n - at);
            Seeds own = seeds.at("chains").at(at / chunk);
            try (Scope scope = Scope.open()) {
                Points ends = Points.of(steps(count, target, start.sample(rows, own.at("start")), own.at("steps")).points());
                System.arraycopy(ends.values(), 0, out, at * d, rows * d);
            }
        }
        return new Points(out, d);
    }
}
