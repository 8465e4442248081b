package dev.plackett.train.energy;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.PointBatch;
import dev.plackett.objective.Carry;
import dev.plackett.objective.energy.ContrastiveDivergence;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.Engine;
import dev.plackett.train.StepGradient;
import dev.plackett.train.StepReport;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/**
 * Contrastive divergence: the engine's gradient of {@link ContrastiveDivergence} on data and on samples that a {@link Chain} of the model moves each step, from
 * the data ({@link #fromData}) or from chains that persist and are checkpointed ({@link #persistent}).
 */
public final class ContrastiveGradient implements StepGradient, AutoCloseable {

    private final Engine<PointBatch> engine;
    private final ParameterStore parameters;
    private final ContrastiveDivergence objective;
    private final DataSteps data;
    private final Chain chain;
    private final int samples;
    private final Optional<Chains> chains;
    private final Seeds seeds;

    private ContrastiveGradient(Engine<PointBatch> engine, ParameterStore parameters, ContrastiveDivergence objective, DataSteps data, Chain chain,
                                int samples, Optional<Chains> chains, Seeds seeds) {
        this.engine = engine;
        this.parameters = parameters;
        this.objective = objective;
        this.data = data;
        this.chain = chain;
        this.samples = samples;
        this.chains = chains;
        this.seeds = seeds;
    }

    /**
     * CD: chains begin at each step's data.
     *
     * @param engine     over {@code parameters}
     * @param data       all data, without base: scores are those of the network alone
     * @param rows       data, and samples, per step
     * @param chain      moves points towards the model
     * @param seeds      root of shuffles and draws
     */
    public static ContrastiveGradient fromData(Engine<PointBatch> engine, ParameterStore parameters, ContrastiveDivergence objective, PointBatch data, int rows,
                                               Chain chain, Seeds seeds) {
        return new ContrastiveGradient(engine, parameters, objective, new DataSteps(data, rows, seeds), chain, rows, Optional.empty(), seeds.at("chains"));
    }

    /**
     * PCD: chains go on from where they were.
     *
     * @param rows    data per step
     * @param chain   moves points towards the model
     * @param samples chains moved per step, at most {@code size}
     * @param start   where chains begin
     * @param size    chains in all; JEM: 10,000
     * @param anew    share of a step's chains that begin anew; JEM: 0.05
     */
    public static ContrastiveGradient persistent(Engine<PointBatch> engine, ParameterStore parameters, ContrastiveDivergence objective, PointBatch data,
                                                 int rows, Chain chain, int samples, ChainStart start, int size, double anew, Seeds seeds) {
        if (samples < 1 || samples > size) {
            throw new IllegalArgumentException(samples + " chains moved per step of " + size + ", expected 1 to " + size);
        }
        Seeds own = seeds.at("chains");
        Chains chains = new Chains(start, size, anew, parameters.compute(), own.at("start"));
        return new ContrastiveGradient(engine, parameters, objective, new DataSteps(data, rows, seeds), chain, samples, Optional.of(chains), own);
    }

    @Override
    public StepReport compute(long step, Carry carry) {
        PointBatch positive = data.batch(step);
        PointBatch negative = negatives(positive, seeds.at(step));
        double[] isData = new double[positive.sequences() + negative.sequences()];
        Arrays.fill(isData, 0, positive.sequences(), 1);
        return engine.gradient(List.of(new Example<>(positive.join(List.of(negative)), Columns.of(Column.DATA, isData))), objective, carry);
    }

    private PointBatch negatives(PointBatch positive, Seeds at) {
        try (Scope scope = Scope.open()) {
            Tensor ends;
            if (chains.isPresent()) {
                ends = chains.get().move(samples, chain, at);
            } else {
                Tensor beginnings = positive.tensor(parameters.compute());
                ends = ChainEnds.check(chain.move(beginnings, at), beginnings);
            }
            return PointBatch.of(Tensors.toDoubles(ends), positive.shape());
        }
    }

    @Override
    public Map<String, Tensor> state() {
        return chains.map(Chains::state).orElse(Map.of());
    }

    @Override
    public void close() {
        chains.ifPresent(Chains::close);
    }
}
