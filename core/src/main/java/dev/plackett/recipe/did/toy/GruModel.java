package dev.plackett.recipe.did.toy;

import dev.plackett.data.Branch;
import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Grain;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.io.SafetensorsWriter;
import dev.plackett.model.Scorer;
import dev.plackett.model.Scores;
import dev.plackett.model.Tape;
import dev.plackett.model.Want;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.ParameterStore.Group;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The toy's policy (ours; DID specification, R5): tanh of a prompt's embedding is the state of a GRU cell, which reads token embeddings, a start
 * token first; a linear layer gives the next token. A row's prefix is the one index of its prompt; its branches are responses of length L. All
 * responses of all prompts are enumerated as a tree: (K^L − 1)/(K − 1) states per prompt instead of L·K^L.
 */
public final class GruModel implements Scorer<TokenBatch>, AutoCloseable {

    private static final String PROMPT = "prompt_embedding.weight";
    private static final String TOKEN = "token_embedding.weight";
    /** In the order of torch's GRU. */
    private static final List<String> CELL = List.of("gru.weight_ih", "gru.weight_hh", "gru.bias_ih", "gru.bias_hh");
    private static final String HEAD = "head.weight";
    private static final String BIAS = "head.bias";

    private final ToyShape shape;
    private final ParameterStore parameters;

    private GruModel(ToyShape shape, ScalarType dtype) {
        this.shape = shape;
        int w = shape.width();
        parameters = ParameterStore.trainable(List.of(Group.of(PROMPT, shape.prompts(), w), Group.of(TOKEN, shape.tokens() + 1, w),
            Group.of(CELL.get(0), 3L * w, w), Group.of(CELL.get(1), 3L * w, w), Group.of(CELL.get(2), 3L * w), Group.of(CELL.get(3), 3L * w),
            Group.of(HEAD, shape.tokens(), w), Group.of(BIAS, shape.tokens())), dtype, dtype);
    }

    /**
     * Embeddings from N(0, 1), everything else uniform within ±1/√width, all times a factor.
     *
     * @param factor 1 for a model to be trained, 4 for a teacher whose policies are peaked
     * @param dtype  float32 or float64
     */
    public static GruModel initialised(ToyShape shape, Seeds seeds, double factor, ScalarType dtype) {
        GruModel model = new GruModel(shape, dtype);
        double bound = 1 / Math.sqrt(shape.width());
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            for (String name : model.parameters.names()) {
                SplittableRandom random = seeds.at(name).random();
                boolean embedding = name.equals(PROMPT) || name.equals(TOKEN);
                Tensor master = model.parameters.master(name);
                double[] values = new double[(int) master.numel()];
                Arrays.setAll(values, i -> factor * (embedding ? random.nextGaussian() : bound * (2 * random.nextDouble() - 1)));
                master.copy_(Tensors.of(dtype, values).view(model.parameters.shape(name)));
            }
        }
        model.parameters.refresh();
        return model;
    }

    /** The same weights once more, to be trained apart. */
    public GruModel copy() {
        GruModel copy = new GruModel(shape, parameters.dtype());
        copy.parameters.copyFrom(parameters);
        return copy;
    }

    /** Opens what {@link #save} wrote. */
    public static GruModel open(Path file, ToyShape shape) {
        GruModel model = new GruModel(shape, ScalarType.Float);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard(); SafetensorsFile from = SafetensorsFile.open(file)) {
            model.parameters.names().forEach(name -> model.parameters.master(name).copy_(from.read(name)));
        }
        model.parameters.refresh();
        return model;
    }

    /** Writes the weights into one safetensors file. */
    public void save(Path file) {
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            parameters.names().forEach(name -> tensors.put(name, parameters.master(name)));
            SafetensorsWriter.write(file, tensors, Map.of());
        }
    }

    /** Its size. */
    public ToyShape shape() {
        return shape;
    }

    /** Its weights. */
    public ParameterStore parameters() {
        return parameters;
    }

    /** The probability of every response to every prompt, exactly. */
    public ToyPolicy enumerate() {
        int k = shape.tokens();
        long n = shape.prompts();
        double[] logs;
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor embedding = parameters.weight(TOKEN);
            Tensor state = parameters.weight(PROMPT).tanh();
            Tensor input = embedding.narrow(0, k, 1).expand(n, shape.width());
            Tensor log = Tensors.zeros(ScalarType.Double, n, 1);
            for (int t = 0; t < shape.length(); t++) {
                state = torch.gru_cell(input, state, weight(0), weight(1), new TensorOptional(weight(2)), new TensorOptional(weight(3)));
                log = log.add(next(state)).view(n * k, 1);
                if (t + 1 < shape.length()) {
                    state = state.repeat_interleave(k, new LongOptional(0), new LongOptional());
                    input = embedding.narrow(0, 0, k).repeat(n, 1);
                }
                n *= k;
            }
            logs = Tensors.toDoubles(log);
        }
        int v = shape.responses();
        return new ToyPolicy(IntStream.range(0, shape.prompts())
            .mapToObj(p -> new FinitePolicy(Arrays.copyOfRange(logs, p * v, (p + 1) * v))).toList());
    }

    @Override
    public Scores score(TokenBatch batch, Want want) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return scores(forward(batch), want);
        }
    }

    @Override
    public Tape record(TokenBatch batch, Want want) {
        Scope scope = Scope.open();
        try {
            Tensor logps = forward(batch);
            return new GruTape(scope, want.grain() == Grain.TOKEN ? logps : logps.sum(1), scores(logps, want));
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        }
    }

    /** Log-probabilities {@code [S, L]} of all tokens, in float64. */
    private Tensor forward(TokenBatch batch) {
        int s = batch.sequences();
        int length = shape.length();
        long[] prompt = new long[s];
        long[] input = new long[length * s];
        long[] target = new long[length * s];
        int i = 0;
        for (Row row : batch.rows()) {
            for (Branch branch : row.branches()) {
                check(row, branch);
                prompt[i] = row.prefix()[0];
                for (int t = 0; t < length; t++) {
                    input[t * s + i] = t == 0 ? shape.tokens() : branch.ids()[t - 1];
                    target[t * s + i] = branch.ids()[t];
                }
                i++;
            }
        }
        Tensor state = parameters.weight(PROMPT).index_select(0, Tensors.of(prompt)).tanh().unsqueeze(0);
        Tensor read = parameters.weight(TOKEN).index_select(0, Tensors.of(input)).view(length, s, shape.width());
        TensorVector cell = new TensorVector(weight(0), weight(1), weight(2), weight(3));
        Tensor hidden = torch.gru(read, state, cell, true, 1, 0, false, false, false).get0();
        return next(hidden.reshape((long) length * s, shape.width())).gather(1, Tensors.of(target).view(-1, 1)).view(length, s).t();
    }

    /** Log-probabilities of the next token {@code [n, K]} from states {@code [n, width]}, in float64. */
    private Tensor next(Tensor state) {
        return torch.linear(state, parameters.weight(HEAD), new TensorOptional(parameters.weight(BIAS))).to(ScalarType.Double).log_softmax(-1);
    }

    private Tensor weight(int i) {
        return parameters.weight(CELL.get(i));
    }

    private void check(Row row, Branch branch) {
        boolean known = row.prefix().length == 1 && row.prefix()[0] >= 0 && row.prefix()[0] < shape.prompts();
        if (!known || branch.scoredLength() != shape.length() || branch.ids().length != shape.length()
            || Arrays.stream(branch.ids()).anyMatch(t -> t < 0 || t >= shape.tokens())) {
            throw new IllegalArgumentException("prompt " + Arrays.toString(row.prefix()) + " with response " + Arrays.toString(branch.ids())
                + ": expected one index below " + shape.prompts() + " and " + shape.length() + " tokens below " + shape.tokens()
                + ", all of them scored");
        }
    }

    private Scores scores(Tensor logps, Want want) {
        boolean tokens = want.grain() == Grain.TOKEN;
        if (!tokens && want.grain() != Grain.SEQUENCE || !want.columns().isEmpty()) {
            throw new IllegalArgumentException("the toy scores tokens or sequences without further columns, not " + want);
        }
        int s = (int) logps.size(0);
        double[] length = new double[s];
        Arrays.fill(length, shape.length());
        return new Scores(Tensors.toDoubles(tokens ? logps : logps.sum(1)),
            IntStream.rangeClosed(0, s).map(i -> tokens ? i * shape.length() : i).toArray(), Columns.of(Column.LENGTH, length));
    }

    @Override
    public void close() {
        parameters.close();
    }

    private record GruTape(Scope scope, Tensor logps, Scores scores) implements Tape {

        @Override
        public void backward(double[] coefficient) {
            if (coefficient.length != scores.values().length) {
                throw new IllegalArgumentException(coefficient.length + " coefficients for " + scores.values().length + " scores");
            }
            try (Scope inner = Scope.open()) {
                logps.mul(Tensors.of(ScalarType.Double, coefficient).view_as(logps)).sum().backward();
            }
        }

        @Override
        public void close() {
            scope.close();
        }
    }
}
