package dev.plackett.train;

import dev.plackett.data.Batch;
import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.event.StopSignal;
import dev.plackett.model.Scorer;
import dev.plackett.model.Scores;
import dev.plackett.model.Tape;
import dev.plackett.model.Want;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Divisors;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import dev.plackett.objective.Stat;
import dev.plackett.tensor.ParameterStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one way from examples to a gradient: log-likelihoods → coefficients → gradient.
 *
 * <p>Units that fit are computed once, with a graph. A unit that does not fit, or an objective that looks at the whole step at once, takes the
 * exact two-pass: log-likelihoods without a graph, coefficients, then the graph piece by piece. Both give the same gradient to rounding, because
 * every mean divides by {@link Divisors} of the whole step, known before the first backward.
 *
 * @param <B> the kind of data
 */
public final class Engine<B extends Batch<B>> {

    private final Scorer<B> scorer;
    private final ParameterStore parameters;
    private final long budget;
    private final Exchange exchange;

    /**
     * @param scorer     gives log-likelihoods and their gradients
     * @param parameters the scorer's trainable parameters
     * @param budget     tokens of graph that may be alive at a time
     * @param exchange   the other workers
     */
    public Engine(Scorer<B> scorer, ParameterStore parameters, long budget, Exchange exchange) {
        if (budget < 1) {
            throw new IllegalArgumentException("a micro-batch needs at least one token, not " + budget);
        }
        if (!parameters.isTrainable()) {
            throw new IllegalArgumentException("these parameters are frozen: there is nothing to train");
        }
        this.scorer = scorer;
        this.parameters = parameters;
        this.budget = budget;
        this.exchange = exchange;
    }

    /**
     * Computes the gradient of the objective over one optimiser step into the parameters' gradient buffer, replacing what was there.
     *
     * @param examples this worker's units, at least one
     * @param carry    the objective's state
     */
    public StepReport gradient(List<Example<B>> examples, Objective objective, Carry carry) {
        return gradient(examples, objective, carry, StopSignal.none());
    }

    /**
     * The same, which may be asked to stop; what the gradient buffer holds then means nothing. With other workers all must stop at the same place.
     *
     * @param stop asked before each micro-batch
     * @throws dev.plackett.event.StoppedException when asked to stop
     */
    public StepReport gradient(List<Example<B>> examples, Objective objective, Carry carry, StopSignal stop) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("a step needs at least one example");
        }
        parameters.zeroGradient();
        Pass pass = new Pass(objective, want(objective), divisors(examples), carry, stop);
        if (objective.needs().wholeStep()) {
            pass.whole(examples);
        } else {
            for (List<Example<B>> group : MicroBatches.pack(examples, budget)) {
                if (group.size() == 1 && group.get(0).batch().cost() > budget && group.get(0).sequences() > 1) {
                    pass.twoPass(group);
                } else {
                    pass.single(group);
                }
            }
        }
        exchange.sum(parameters.gradient());
        return new StepReport(pass.value, pass.metrics, pass.carry, pass.microBatches, pass.tokens);
    }

    /** Value and metrics of the objective on held-out examples, without a gradient. */
    public StepReport evaluate(List<Example<B>> examples, Objective objective, Carry carry) {
        return evaluate(examples, objective, carry, StopSignal.none());
    }

    /**
     * The same, which may be asked to stop.
     *
     * @param stop asked before each micro-batch
     * @throws dev.plackett.event.StoppedException when asked to stop
     */
    public StepReport evaluate(List<Example<B>> examples, Objective objective, Carry carry, StopSignal stop) {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to evaluate: 0 examples");
        }
        Pass pass = new Pass(objective, want(objective), divisors(examples), carry, stop);
        pass.outcome(examples, Scoring.all(scorer, batches(examples), pass.want, budget, stop));
        return new StepReport(pass.value, pass.metrics, pass.carry, 0, 0);
    }

    /** What the scorer is asked for: the objective's grain, and those of its columns that the scorer computes. */
    private Want want(Objective objective) {
        Set<Column> computed = new HashSet<>(objective.needs().columns());
        computed.retainAll(scorer.offers());
        return new Want(objective.needs().grain(), computed);
    }

    private Divisors divisors(List<Example<B>> examples) {
        double sequences = 0;
        double tokens = 0;
        double first = 0;
        for (Example<B> e : examples) {
            sequences += e.sequences();
            tokens += e.batch().scoredTokens();
            first += e.batch().pieces().get(0).scoredTokens();
        }
        return new Divisors(exchange.total(examples.size()), exchange.total(sequences), exchange.total(tokens), exchange.total(first));
    }

    private static <B extends Batch<B>> List<B> batches(List<Example<B>> examples) {
        return examples.stream().map(Example::batch).toList();
    }

    private static <B extends Batch<B>> B join(List<B> batches) {
        return batches.size() == 1 ? batches.get(0) : batches.get(0).join(batches.subList(1, batches.size()));
    }

    /** One pass over a step: collects value, metrics and state on the way. */
    private final class Pass {

        private final Objective objective;
        private final Want want;
        private final Divisors divisors;
        private final StopSignal stop;
        private final Map<String, Stat> metrics = new HashMap<>();
        private Carry carry;
        private double value;
        private int microBatches;
        private long tokens;

        Pass(Objective objective, Want want, Divisors divisors, Carry carry, StopSignal stop) {
            this.objective = objective;
            this.want = want;
            this.divisors = divisors;
            this.carry = carry;
            this.stop = stop;
        }

        /** Units that are looked at together: once, with a graph, where all of it fits. */
        void whole(List<Example<B>> group) {
            if (group.stream().mapToLong(e -> e.batch().cost()).sum() <= budget) {
                single(group);
            } else {
                twoPass(group);
            }
        }

        void single(List<Example<B>> group) {
            stop.check();
            B batch = join(batches(group));
            try (Tape tape = scorer.record(batch, want)) {
                backward(tape, outcome(group, tape.scores()).coefficient(), batch.cost());
            }
        }

        void twoPass(List<Example<B>> group) {
            Scores scores = Scoring.all(scorer, batches(group), want, budget, stop);
            double[] coefficient = outcome(group, scores).coefficient();
            int sequence = 0;
            for (List<B> pieces : MicroBatches.packPieces(batches(group), budget)) {
                stop.check();
                B piece = join(pieces);
                int from = scores.sequenceStart()[sequence];
                sequence += piece.sequences();
                int to = scores.sequenceStart()[sequence];
                try (Tape tape = scorer.record(piece, want)) {
                    backward(tape, java.util.Arrays.copyOfRange(coefficient, from, to), piece.cost());
                }
            }
        }

        private void backward(Tape tape, double[] coefficient, long cost) {
            for (double c : coefficient) {
                if (!Double.isFinite(c)) {
                    throw new NonFiniteException("the objective " + objective + " gave a coefficient of " + c
                        + ": the step is refused, nothing was changed");
                }
            }
            tape.backward(coefficient);
            parameters.collect();
            microBatches++;
            tokens += cost;
        }

        Outcome outcome(List<Example<B>> group, Scores scores) {
            int[] unitStart = new int[group.size() + 1];
            for (int i = 0; i < group.size(); i++) {
                unitStart[i + 1] = unitStart[i] + group.get(i).sequences();
            }
            Columns columns = Columns.join(group.stream().map(Example::columns).toList());
            for (Map.Entry<Column, double[]> extra : scores.columns().values().entrySet()) {
                columns = columns.with(extra.getKey(), extra.getValue());
            }
            for (Column needed : objective.needs().columns()) {
                columns.get(needed);
            }
            Outcome outcome = objective.evaluate(new Signals(scores.values(), scores.sequenceStart(), unitStart, columns, divisors), carry);
            if (outcome.coefficient().length != scores.values().length) {
                throw new IllegalArgumentException("the objective " + objective + " gave " + outcome.coefficient().length + " coefficients for "
                    + scores.values().length + " log-likelihoods");
            }
            value += outcome.value();
            outcome.metrics().forEach((name, stat) -> metrics.merge(name, stat, Stat::plus));
            carry = outcome.next();
            return outcome;
        }
    }
}
