package dev.plackett.bench;

import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Want;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.Optimizer;
import dev.plackett.train.References;
import dev.plackett.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** One optimiser step: forward, backward, clipping, AdamW, on the next batch in a fixed random order. */
final class TrainingStep implements Workload {

    private static final double LEARNING_RATE = 1e-6;
    private static final double MAX_NORM = 1;

    private final CausalModel model;
    private final Optimizer optimizer;
    private final Trainer<TokenBatch> trainer;
    private final Objective objective;
    private final List<Example<TokenBatch>> examples;
    private final int batch;
    private final int[] order;
    private int next;

    private TrainingStep(CausalModel model, Objective objective, List<Example<TokenBatch>> examples, int batch, long budget) {
        this.model = model;
        this.objective = objective;
        this.examples = examples;
        this.batch = batch;
        order = Seeds.of(0).at("order").permutation(examples.size());
        optimizer = Optimizer.adamW(model.parameters(), 0.9, 0.999, 1e-8, 0);
        trainer = new Trainer<>(new Engine<>(new CausalScorer(model), model.parameters(), budget, Exchange.alone()), model.parameters(),
            optimizer, step -> LEARNING_RATE, MAX_NORM);
    }

    /**
     * Cross-entropy of random sequences, all of it scored but the first token.
     *
     * @param batch  sequences
     * @param length tokens of each
     * @param budget tokens of graph alive at a time
     */
    static TrainingStep plain(Path folder, ScalarType compute, int batch, int length, long budget) {
        CausalModel model = Models.trainable(folder, compute);
        SplittableRandom random = new SplittableRandom(0);
        List<Example<TokenBatch>> examples = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            int[] first = {random.nextInt(3, model.shape().vocabulary())};
            int[] rest = random.ints(length - 1, 3, model.shape().vocabulary()).toArray();
            examples.add(new Example<>(TokenBatch.of(Row.of(first, rest)), Columns.none()));
        }
        return new TrainingStep(model, Objective.sft(), examples, batch, budget);
    }

    /**
     * DPO on the folder's pairs, the reference's log-likelihoods computed beforehand.
     *
     * @param batch  pairs of one step
     * @param budget tokens of graph alive at a time
     */
    static TrainingStep preference(Path folder, ScalarType compute, int batch, long budget) {
        CausalModel model = Models.trainable(folder, compute);
        List<Example<TokenBatch>> pairs = References.attach(new PairFile(folder).pairs(), new CausalScorer(model), Want.SEQUENCES, budget);
        return new TrainingStep(model, Objective.dpo(0.1), pairs, batch, budget);
    }

    @Override
    public void step() {
        List<Example<TokenBatch>> now = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            now.add(examples.get(order[next]));
            next = (next + 1) % order.length;
        }
        trainer.step(now, objective);
    }

    @Override
    public void close() {
        optimizer.close();
        model.close();
    }
}
