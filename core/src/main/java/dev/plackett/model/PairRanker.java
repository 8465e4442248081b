package dev.plackett.model;

import dev.plackett.data.Branch;
import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Grain;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.Json;
import dev.plackett.io.WeightFiles;
import dev.plackett.nn.Linear;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.ParameterStore.Group;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * PairRM's architecture (Jiang et al. 2023): an encoder reads source, first and second candidate in one row; a head reads the hidden states at their
 * prefix tokens: f(c) = w₂ᵀ tanh(W₁[u; c] + b₁) + b₂. The comparison's logit is C = f(first) − f(second), positive when the first is better.
 *
 * <p>As a scorer a row is (source, [first, second]), each piece already with its own start, prefix token and end (the prefix token second), and its two
 * scores are f(first) and f(second), so that {@code Objective.bradleyTerry} trains it on the common engine.
 */
public final class PairRanker implements Scorer<TokenBatch>, AutoCloseable {

    /** What the head reads of each piece. */
    public enum Pooling {
        /** The hidden state at the prefix token (PairRM). */
        PREFIX,
        /** The mean over the piece's positions; a candidate's mean is multiplied by the source's (ours: learns from scratch where PREFIX does not). */
        MEAN
    }

    static final String ENCODER = "pretrained_model.";

    private final PairRankerConfig config;
    private final Deberta encoder;
    private final ParameterStore parameters;
    private final Linear first;
    private final Linear second;

    private PairRanker(PairRankerConfig config, ParameterStore parameters) {
        this.config = config;
        this.parameters = parameters;
        encoder = Deberta.over(config.encoder(), parameters, ENCODER);
        first = linear("head_layer.1");
        second = linear("head_layer.4");
    }

    /** A ranker over given parameters, which it takes over. */
    public static PairRanker over(DebertaConfig config, ParameterStore parameters, Pooling pooling) {
        parameters.expect(groups(config));
        return new PairRanker(PairRankerConfig.of(config, pooling), parameters);
    }

    /** A new ranker to be trained. */
    public static PairRanker initialised(DebertaConfig config, Pooling pooling, Seeds seeds, ScalarType master, ScalarType compute) {
        ParameterStore store = ParameterStore.trainable(groups(config), master, compute);
        Deberta.initialise(store, seeds);
        return over(config, store, pooling);
    }

    /** A new ranker over the trained encoder of a folder ({@link MaskedLanguageModel#save}, or transformers' with or without a head of its own). */
    public static PairRanker overEncoder(Path folder, Pooling pooling, Seeds seeds, ScalarType master, ScalarType compute) {
        PairRanker ranker = initialised(DebertaConfig.read(folder.resolve("config.json")), pooling, seeds, master, compute);
        try (WeightFiles weights = WeightFiles.open(folder)) {
            Deberta.fill(ranker.parameters, ENCODER, weights);
            return ranker;
        } catch (RuntimeException e) {
            ranker.close();
            throw e;
        }
    }

    /** Opens a folder with PairRM's tensor names, for judging. */
    public static PairRanker frozen(Path folder, ScalarType dtype) {
        return load(folder, groups -> ParameterStore.frozen(groups, dtype));
    }

    /** Opens a folder with PairRM's tensor names, for training. */
    public static PairRanker trainable(Path folder, ScalarType master, ScalarType compute) {
        return load(folder, groups -> ParameterStore.trainable(groups, master, compute));
    }

    private static PairRanker load(Path folder, Function<List<Group>, ParameterStore> storeOf) {
        try (WeightFiles weights = WeightFiles.open(folder)) {
            PairRankerConfig config = PairRankerConfig.read(folder, weights);
            ParameterStore store = storeOf.apply(groups(config.encoder()));
            try {
                weights.fill(store, UnaryOperator.identity(), Deberta.unread(weights.names()));
                return new PairRanker(config, store);
            } catch (RuntimeException e) {
                store.close();
                throw e;
            }
        }
    }

    /** The parameters a configuration asks for, in PairRM's names. */
    public static List<Group> groups(DebertaConfig config) {
        List<Group> groups = new ArrayList<>(Deberta.groups(config, ENCODER));
        Deberta.addLinear(groups, "head_layer.1", config.width(), 2L * config.width());
        Deberta.addLinear(groups, "head_layer.4", 1, config.width());
        return groups;
    }

    /** The parameters. */
    public ParameterStore parameters() {
        return parameters;
    }

    /** The configuration. */
    public PairRankerConfig config() {
        return config;
    }

    @Override
    public Scores score(TokenBatch batch, Want want) {
        check(batch, want);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return scores(forward(batch));
        }
    }

    @Override
    public Tape record(TokenBatch batch, Want want) {
        check(batch, want);
        Scope scope = Scope.open();
        try {
            Tensor values = forward(batch);
            return new RankerTape(scope, values, scores(values));
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    /** The same weights with a head that reads something else; the weights stay this ranker's to close. */
    public PairRanker reading(Pooling pooling) {
        return new PairRanker(new PairRankerConfig(config.encoder(), pooling, config.sourceLength(), config.candidateLength()), parameters);
    }

    /** Writes {@code config.json} and the weights into a folder. */
    public void save(Path folder, ScalarType dtype) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(config.json()) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
        WeightFiles.write(folder, parameters, UnaryOperator.identity(), dtype);
    }

    @Override
    public void close() {
        parameters.close();
    }

    /** {@code [2b]}: f(first), f(second) of each row. */
    private Tensor forward(TokenBatch batch) {
        List<int[]> rows = batch.rows().stream().map(PairRanker::joined).toList();
        boolean prefixes = config.pooling() == Pooling.PREFIX;
        Tensor pieces = prefixes ? encoder.hidden(rows, batch.rows().stream().map(PairRanker::prefixes).toList()) : means(encoder.hidden(rows), batch);
        long d = pieces.size(2);
        Tensor source = pieces.narrow(1, 0, 1).expand(-1, 2, d).reshape(-1, d);
        Tensor candidates = pieces.narrow(1, 1, 2).reshape(-1, d);
        Tensor features = torch.cat(new TensorVector(prefixes ? source : source.mul(candidates), candidates), 1);
        return second.forward(torch.tanh(first.forward(features))).view(-1);
    }

    /** Where the three prefix tokens are. */
    private static int[] prefixes(Row row) {
        int first = row.prefix().length + 1;
        return new int[] {1, first, first + row.branches().get(0).ids().length};
    }

    /** Means over the three pieces of each row: {@code [b, t, d]} → {@code [b, 3, d]}. */
    private static Tensor means(Tensor hidden, TokenBatch batch) {
        int b = batch.rows().size();
        long t = hidden.size(1);
        float[] weights = new float[Math.toIntExact(b * 3 * t)];
        for (int r = 0; r < b; r++) {
            Row row = batch.rows().get(r);
            int at = 0;
            int[] lengths = {row.prefix().length, row.branches().get(0).ids().length, row.branches().get(1).ids().length};
            for (int piece = 0; piece < 3; piece++) {
                int from = (int) ((r * 3 + piece) * t) + at;
                java.util.Arrays.fill(weights, from, from + lengths[piece], 1f / lengths[piece]);
                at += lengths[piece];
            }
        }
        return torch.bmm(Tensors.of(weights).to(Tensors.dtype(hidden)).view(b, 3, t), hidden);
    }

    private static int[] joined(Row row) {
        return IntStream.concat(IntStream.of(row.prefix()), row.branches().stream().flatMapToInt(c -> IntStream.of(c.ids()))).toArray();
    }

    private static Scores scores(Tensor values) {
        double[] out = Tensors.toDoubles(values);
        double[] ones = new double[out.length];
        java.util.Arrays.fill(ones, 1);
        return new Scores(out, IntStream.rangeClosed(0, out.length).toArray(), Columns.of(Column.LENGTH, ones));
    }

    private static void check(TokenBatch batch, Want want) {
        if (want.grain() != Grain.SEQUENCE) {
            throw new IllegalArgumentException("a ranker scores candidates, not " + want.grain());
        }
        if (!Set.of(Column.LENGTH).containsAll(want.columns())) {
            throw new IllegalArgumentException("a ranker cannot compute columns " + want.columns());
        }
        for (Row row : batch.rows()) {
            if (row.branches().size() != 2 || row.prefix().length < 2 || row.branches().stream().map(Branch::ids).anyMatch(ids -> ids.length < 2)) {
                throw new IllegalArgumentException("a comparison is a source and two candidates of at least two tokens each (start, prefix token), found "
                    + row.branches().size() + " candidates");
            }
        }
    }

    private Linear linear(String name) {
        return new Linear(parameters.weight(name + ".weight"), Optional.of(parameters.weight(name + ".bias")));
    }

    private record RankerTape(Scope scope, Tensor values, Scores scores) implements Tape {

        @Override
        public void backward(double[] coefficient) {
            if (coefficient.length != scores.values().length) {
                throw new IllegalArgumentException(coefficient.length + " coefficients for " + scores.values().length + " scores");
            }
            try (Scope inner = Scope.open()) {
                values.backward(Tensors.of(Tensors.dtype(values), coefficient), new BoolOptional(), false, new TensorArrayRefOptional());
            }
        }

        @Override
        public void close() {
            scope.close();
        }
    }
}
