package dev.plackett.model;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Grain;
import dev.plackett.data.MaskedBatch;
import dev.plackett.data.MaskedSample;
import dev.plackett.io.Json;
import dev.plackett.io.WeightFiles;
import dev.plackett.nn.LayerNorm;
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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A DeBERTa encoder that guesses masked tokens: logits = LN(gelu(W h + b)) Eᵀ + c with the word embeddings E, as transformers'
 * {@code DebertaV2ForMaskedLM} writes it.
 * {@code Objective.sft()} is its loss; a {@link PairRanker} can begin with such an encoder. (DeBERTa-v3 itself was trained to detect replaced tokens.)
 *
 * <p>As a scorer its numbers are weight·log p(target) of the scored positions, summed over a copy (grain SAMPLE) or a sequence, or one by one.
 */
public final class MaskedLanguageModel implements Scorer<MaskedBatch>, AutoCloseable {

    private static final String ENCODER = "deberta.";
    private static final String EMBEDDING = ENCODER + "embeddings.word_embeddings.weight";
    private static final String TRANSFORM = "cls.predictions.transform.";
    private static final String BIAS = "cls.predictions.bias";

    private final Deberta encoder;
    private final ParameterStore parameters;
    private final Linear dense;
    private final LayerNorm norm;

    private MaskedLanguageModel(DebertaConfig config, ParameterStore parameters) {
        this.parameters = parameters;
        encoder = Deberta.over(config, parameters, ENCODER);
        dense = new Linear(parameters.weight(TRANSFORM + "dense.weight"), Optional.of(parameters.weight(TRANSFORM + "dense.bias")));
        norm = new LayerNorm(parameters.weight(TRANSFORM + "LayerNorm.weight"), parameters.weight(TRANSFORM + "LayerNorm.bias"), config.eps());
    }

    /** A new model to be trained. */
    public static MaskedLanguageModel initialised(DebertaConfig config, Seeds seeds, ScalarType master, ScalarType compute) {
        ParameterStore store = ParameterStore.trainable(groups(config), master, compute);
        Deberta.initialise(store, seeds);
        return new MaskedLanguageModel(config, store);
    }

    /** Opens a folder that {@link #save} or transformers wrote, for training. */
    public static MaskedLanguageModel trainable(Path folder, ScalarType master, ScalarType compute) {
        DebertaConfig config = DebertaConfig.read(folder.resolve("config.json"));
        ParameterStore store = ParameterStore.trainable(groups(config), master, compute);
        try (WeightFiles weights = WeightFiles.open(folder)) {
            // The tied head's own copies of embedding and bias may be stored as well.
            weights.fill(store, UnaryOperator.identity(), Deberta.unread(weights.names(), "cls.predictions.decoder."));
            return new MaskedLanguageModel(config, store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static List<Group> groups(DebertaConfig config) {
        List<Group> groups = new ArrayList<>(Deberta.groups(config, ENCODER));
        Deberta.addLinear(groups, TRANSFORM + "dense", config.width(), config.width());
        Deberta.addNorm(groups, TRANSFORM + "LayerNorm", config.width());
        groups.add(Group.of(BIAS, config.vocabulary()));
        return groups;
    }

    /** The parameters. */
    public ParameterStore parameters() {
        return parameters;
    }

    /** The word embeddings, {@code [vocabulary, width]}; call {@code parameters().refresh()} after writing to them. */
    public Tensor embeddings() {
        return parameters.master(EMBEDDING);
    }

    @Override
    public Scores score(MaskedBatch batch, Want want) {
        check(want);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return scores(batch, head().forward(transformed(batch), lines(batch), targets(batch), Set.of()).logps(), want.grain());
        }
    }

    @Override
    public Tape record(MaskedBatch batch, Want want) {
        check(want);
        Scope scope = Scope.open();
        try {
            Tensor transformed = transformed(batch);
            TokenHead head = head();
            TokenHead.Forward forward = head.forward(transformed, lines(batch), targets(batch), Set.of(TokenHead.Keep.FOR_BACKWARD));
            return new MaskedTape(scope, batch, transformed, head, forward, scores(batch, forward.logps(), want.grain()), want.grain());
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    /** Writes {@code config.json} and the weights into a folder, in transformers' names. */
    public void save(Path folder, ScalarType dtype) {
        try {
            Files.createDirectories(folder);
            var json = encoder.config().raw().deepCopy();
            json.putArray("architectures").add("DebertaV2ForMaskedLM");
            Files.writeString(folder.resolve("config.json"), Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
        WeightFiles.write(folder, parameters, UnaryOperator.identity(), dtype);
    }

    @Override
    public void close() {
        parameters.close();
    }

    /** {@code [S, d]}: what the head multiplies, one row per scored position. */
    private Tensor transformed(MaskedBatch batch) {
        List<MaskedSample> samples = batch.samples();
        samples.forEach(s -> TokenIds.check(s.targets(), encoder.config().vocabulary()));
        int m = samples.stream().mapToInt(s -> s.positions().length).max().orElseThrow();
        Tensor hidden = encoder.hidden(samples.stream().map(MaskedSample::ids).toList(), samples.stream().map(s -> Arrays.copyOf(s.positions(), m)).toList());
        int[] rows = IntStream.range(0, samples.size()).flatMap(i -> IntStream.range(i * m, i * m + samples.get(i).positions().length)).toArray();
        Tensor selected = hidden.view(-1, hidden.size(2)).index_select(0, Tensors.of(rows));
        return norm.forward(torch.gelu(dense.forward(selected))).to(parameters.compute());
    }

    private TokenHead head() {
        return TokenHead.of(parameters, EMBEDDING, BIAS);
    }

    private static int[] lines(MaskedBatch batch) {
        return IntStream.range(0, Math.toIntExact(batch.scoredTokens())).toArray();
    }

    private static int[] targets(MaskedBatch batch) {
        return batch.samples().stream().flatMapToInt(s -> IntStream.of(s.targets())).toArray();
    }

    /** For each scored position the element of the scores that it counts in. */
    private static int[] elements(MaskedBatch batch, Grain grain) {
        int[] out = new int[Math.toIntExact(batch.scoredTokens())];
        int token = 0;
        int copy = 0;
        for (int row = 0; row < batch.sequences(); row++) {
            for (MaskedSample sample : batch.rows().get(row)) {
                for (int i = 0; i < sample.positions().length; i++, token++) {
                    out[token] = grain == Grain.TOKEN ? token : grain == Grain.SAMPLE ? copy : row;
                }
                copy++;
            }
        }
        return out;
    }

    private static double[] weights(MaskedBatch batch) {
        return batch.samples().stream().flatMapToDouble(s -> IntStream.range(0, s.positions().length).mapToDouble(i -> s.weight())).toArray();
    }

    private static Scores scores(MaskedBatch batch, double[] logps, Grain grain) {
        int[] element = elements(batch, grain);
        double[] weight = weights(batch);
        double[] values = new double[element[element.length - 1] + 1];
        int[] start = new int[batch.sequences() + 1];
        double[] length = new double[batch.sequences()];
        int token = 0;
        for (int row = 0; row < batch.sequences(); row++) {
            int from = token;
            for (MaskedSample sample : batch.rows().get(row)) {
                for (int i = 0; i < sample.positions().length; i++, token++) {
                    values[element[token]] += weight[token] * logps[token];
                }
            }
            start[row + 1] = element[token - 1] + 1;
            length[row] = token - from;
        }
        return new Scores(values, start, Columns.of(Column.LENGTH, length));
    }

    private static void check(Want want) {
        if (want.grain() == Grain.SEGMENT) {
            throw new IllegalArgumentException("a masked language model scores tokens, copies or sequences, not " + want.grain());
        }
        if (!Set.of(Column.LENGTH).containsAll(want.columns())) {
            throw new IllegalArgumentException("a masked language model cannot compute columns " + want.columns());
        }
    }

    private record MaskedTape(Scope scope, MaskedBatch batch, Tensor transformed, TokenHead head, TokenHead.Forward forward, Scores scores,
                              Grain grain) implements Tape {

        @Override
        public void backward(double[] coefficient) {
            if (coefficient.length != scores.values().length) {
                throw new IllegalArgumentException(coefficient.length + " coefficients for " + scores.values().length + " scores");
            }
            int[] element = elements(batch, grain);
            double[] weight = weights(batch);
            double[] perToken = IntStream.range(0, element.length).mapToDouble(i -> weight[i] * coefficient[element[i]]).toArray();
            try (Scope inner = Scope.open()) {
                Tensor gradient = head.backward(transformed, forward, lines(batch), targets(batch), perToken);
                transformed.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
            }
        }

        @Override
        public void close() {
            scope.close();
        }
    }
}
