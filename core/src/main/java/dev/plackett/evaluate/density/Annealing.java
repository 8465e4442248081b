package dev.plackett.evaluate.density;

import dev.plackett.data.points.Points;
import dev.plackett.generate.density.Transition;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Annealed importance sampling (Neal 2001) along log f_k = (1 − k/K)·log q + (k/K)·f: log w = Σ_k [log f_k(x_{k−1}) − log f_{k−1}(x_{k−1})], where x_0 is drawn
 * from q and x_k from x_{k−1} by a step that leaves f_k as it is. Where plain importance sampling needs e^C draws, K levels need e^(C/K).
 *
 * @param levels     K; about the logarithm of ρ, 200 to begin with
 * @param transition a step that leaves a density exactly as it is: {@link dev.plackett.generate.density.Hmc}
 * @param steps      of it per level
 * @param chunk      chains at once
 */
public record Annealing(int levels, Transition transition, int steps, int chunk) {

    private static final double IDLE = 0.1;

    /** From where to where. */
    public enum Direction {
        /** From q to f: too low on average. */
        FORWARD,
        /** From exact samples of the model to q: too high on average. */
        REVERSE,
        /** From points that are no exact samples of the model, such as data: no bound. */
        REVERSE_FROM_OTHERS
    }

    /**
     * An estimate.
     *
     * @param logZ       of the model
     * @param weights    what the weights say; their logMean is log Z forwards and −log Z in reverse
     * @param acceptance share of proposals that were taken
     * @param direction  how it was run
     * @param ends       where the chains ended: forwards, approximate samples of the model
     */
    public record Result(double logZ, WeightSummary weights, double acceptance, Direction direction, Points ends) {

        /** What a reader must know. */
        public List<Caution> cautions() {
            List<Caution> out = new ArrayList<>(weights.cautions());
            if (acceptance < IDLE) {
                out.add(Caution.of(Caution.Kind.ACCEPTANCE, "Only %.1f %% of the moves were taken: the chains hardly moved, and this is little more than plain importance "
                    + "sampling. Take smaller steps.", 100 * acceptance));
            }
            if (direction == Direction.REVERSE_FROM_OTHERS) {
                out.add(Caution.of(Caution.Kind.NO_BOUND, "The reverse run began at points that are no exact samples of the model: it is a heuristic and bounds nothing."));
            }
            return out;
        }
    }

    public Annealing {
        if (levels < 1 || steps < 1 || chunk < 1) {
            throw new IllegalArgumentException(levels + " levels of " + steps + " steps, " + chunk + " chains at once: expected at least 1 of each");
        }
    }

    /** One step per level, up to 4,096 chains at once. */
    public static Annealing of(int levels, Transition transition) {
        return new Annealing(levels, transition, 1, 1 << 12);
    }

    /** From q to f. */
    public Result forward(int chains, LogDensity f, Density q, Seeds seeds) {
        if (chains < 1) {
            throw new IllegalArgumentException(chains + " chains, expected at least 1");
        }
        Seeds own = seeds.at("annealing");
        return run(chains, (from, to, chunk) -> q.sample(to - from, own.at("start").at(chunk)), true, f, q, own, Direction.FORWARD);
    }

    /**
     * From samples of the model to q.
     *
     * @param samples where chains begin, one each
     * @param exact   whether these are exact samples of the model: ends of long chains, or resampled with at least ten effective proposals each. Only then is
     *                the estimate an upper bound on average
     */
    public Result reverse(Points samples, boolean exact, LogDensity f, Density q, Seeds seeds) {
        return run(samples.rows(), (from, to, chunk) -> samples.slice(from, to).tensor(), false, f, q, seeds.at("reverse annealing"),
            exact ? Direction.REVERSE : Direction.REVERSE_FROM_OTHERS);
    }

    /** Where a chunk of chains begins. */
    private interface Start {
        Tensor of(int from, int to, int chunk);
    }

    private Result run(int chains, Start start, boolean forward, LogDensity f, Density q, Seeds seeds, Direction direction) {
        double[] log = new double[chains];
        double[] ends = new double[chains * (int) q.dimension()];
        double accepted = 0;
        for (int from = 0; from < chains; from += chunk) {
            int to = Math.min(chains, from + chunk);
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                Tensor x = start.of(from, to, from / chunk);
                accepted += chunk(x, forward, f, q, seeds.at("chunk").at(from / chunk), log, ends, from) * (to - from) / chains;
            }
        }
        WeightSummary weights = WeightSummary.of(forward ? log : Arrays.stream(log).map(l -> -l).toArray());
        return new Result(forward ? weights.logMean() : -weights.logMean(), weights, accepted, direction, new Points(ends, (int) q.dimension()));
    }

    /** Anneals some chains; the mean acceptance. */
    private double chunk(Tensor begin, boolean forward, LogDensity f, Density q, Seeds seeds, double[] log, double[] ends, int at) {
        double accepted = 0;
        int moves = forward ? levels : levels - 1;
        Tensor x = Scope.own(begin.clone());
        try {
            for (int i = 0; i < levels; i++) {
                // Forwards, level k − 1 gives way to k = i + 1 and the chains move at k; in reverse they move at k = K − i, and k gives way to k − 1.
                if (forward) {
                    addGain(x, f, q, log, at);
                }
                if (forward || i > 0) {
                    try (Scope scope = Scope.open()) {
                        Transition.Moved moved = transition.steps(steps, level(forward ? i + 1 : levels - i, f, q), x, seeds.at(i));
                        accepted += moved.acceptance();
                        Scope.own(moved.points());
                        x.close();
                        x = moved.points();
                    }
                }
                if (!forward) {
                    addGain(x, f, q, log, at);
                }
            }
            double[] last = Tensors.toDoubles(x);
            System.arraycopy(last, 0, ends, at * (int) q.dimension(), last.length);
        } finally {
            x.close();
        }
        return moves == 0 ? 1 : accepted / moves;
    }

    /** Adds (f − log q)/K of each chain to its log-weight. */
    private void addGain(Tensor x, LogDensity f, Density q, double[] log, int at) {
        try (Scope scope = Scope.open()) {
            double[] model = Tensors.toDoubles(f.of(x));
            double[] proposal = Tensors.toDoubles(q.logDensity(x));
            for (int i = 0; i < model.length; i++) {
                log[at + i] += (model[i] - proposal[i]) / levels;
            }
        }
    }

    /** log f_k, k above 0. */
    private LogDensity level(int k, LogDensity f, Density q) {
        double share = (double) k / levels;
        return k == levels ? f : x -> q.logDensity(x).mul(Tensors.scalar(1 - share)).add(f.of(x).mul(Tensors.scalar(share)));
    }
}
