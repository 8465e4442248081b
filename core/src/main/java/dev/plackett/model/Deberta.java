package dev.plackett.model;

import dev.plackett.io.WeightFiles;
import dev.plackett.nn.DisentangledAttention;
import dev.plackett.nn.DisentangledAttention.Context;
import dev.plackett.nn.LayerNorm;
import dev.plackett.nn.Linear;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.ParameterStore.Group;
import dev.plackett.tensor.ParameterStore.Parameter;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * DeBERTa-v2/v3's encoder (He et al. 2021): content and relative position attend to each other ({@link DisentangledAttention}).
 *
 * <p>Over a store that computes in bfloat16 only the products with weights are bfloat16; everything between them is float32.
 */
final class Deberta {

    static final String EMBEDDING = "embeddings.word_embeddings.weight";

    private record Layer(DisentangledAttention attention, Linear attended, LayerNorm attendedNorm, Linear up, Linear down, LayerNorm norm) {}

    private final DebertaConfig config;
    private final Tensor embedding;
    private final LayerNorm embeddingNorm;
    private final Tensor relative;
    private final LayerNorm relativeNorm;
    private final List<Layer> layers = new ArrayList<>();

    private Deberta(DebertaConfig config, ParameterStore store, String prefix) {
        this.config = config;
        embedding = store.weight(prefix + EMBEDDING);
        embeddingNorm = norm(store, prefix + "embeddings.LayerNorm");
        relative = store.weight(prefix + "encoder.rel_embeddings.weight");
        relativeNorm = norm(store, prefix + "encoder.LayerNorm");
        for (int i = 0; i < config.layers(); i++) {
            String at = prefix + "encoder.layer." + i + ".";
            String self = at + "attention.self.";
            DisentangledAttention attention = new DisentangledAttention(stacked(store, self, "query_proj", "key_proj", "value_proj"),
                stacked(store, self, "key_proj", "value_proj"), linear(store, self + "query_proj"), linear(store, self + "key_proj"), config.heads());
            layers.add(new Layer(attention,
                linear(store, at + "attention.output.dense"), norm(store, at + "attention.output.LayerNorm"),
                linear(store, at + "intermediate.dense"), linear(store, at + "output.dense"), norm(store, at + "output.LayerNorm")));
        }
    }

    /** An encoder over parameters named with a prefix ({@code ""}, {@code "deberta."}, {@code "pretrained_model."}). */
    public static Deberta over(DebertaConfig config, ParameterStore store, String prefix) {
        store.expect(groups(config, prefix));
        return new Deberta(config, store, prefix);
    }

    /** The parameters a configuration asks for. */
    public static List<Group> groups(DebertaConfig config, String prefix) {
        long d = config.width();
        List<Group> groups = new ArrayList<>();
        groups.add(Group.of(prefix + EMBEDDING, config.vocabulary(), d));
        addNorm(groups, prefix + "embeddings.LayerNorm", d);
        groups.add(Group.of(prefix + "encoder.rel_embeddings.weight", 2L * config.buckets(), d));
        addNorm(groups, prefix + "encoder.LayerNorm", d);
        for (int i = 0; i < config.layers(); i++) {
            String at = prefix + "encoder.layer." + i + ".";
            String self = at + "attention.self.";
            groups.add(Group.of(new Parameter(self + "query_proj.weight", d, d), new Parameter(self + "key_proj.weight", d, d),
                new Parameter(self + "value_proj.weight", d, d)));
            groups.add(Group.of(new Parameter(self + "query_proj.bias", d), new Parameter(self + "key_proj.bias", d),
                new Parameter(self + "value_proj.bias", d)));
            addLinear(groups, at + "attention.output.dense", d, d);
            addNorm(groups, at + "attention.output.LayerNorm", d);
            addLinear(groups, at + "intermediate.dense", config.mlp(), d);
            addLinear(groups, at + "output.dense", d, config.mlp());
            addNorm(groups, at + "output.LayerNorm", d);
        }
        return groups;
    }

    /** Fills a store with fresh weights: normal of deviation 0.02, norms of one, biases of zero. */
    public static void initialise(ParameterStore store, Seeds seeds) {
        for (String name : store.names()) {
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                if (name.endsWith("LayerNorm.weight")) {
                    store.master(name).fill_(Tensors.scalar(1));
                } else if (!name.endsWith(".bias")) {
                    store.master(name).copy_(Tensors.normal(seeds.at(name), 0.02, store.shape(name)));
                }
            }
        }
        store.refresh();
    }

    /**
     * Fills an encoder within a store from an encoder's folder, whatever prefix its names have there; tensors of other heads stay unread.
     *
     * @param prefix the names' prefix in the store
     */
    static void fill(ParameterStore store, String prefix, WeightFiles weights) {
        String theirs = weights.names().stream().filter(n -> n.endsWith(EMBEDDING)).findFirst().map(n -> n.substring(0, n.length() - EMBEDDING.length()))
            .orElse("");
        Set<String> unread = unread(weights.names());
        weights.names().stream().filter(n -> !n.startsWith(theirs + "embeddings.") && !n.startsWith(theirs + "encoder.")).forEach(unread::add);
        List<String> ours = store.names().stream().filter(n -> n.startsWith(prefix)).toList();
        weights.fill(store, ours, n -> theirs + n.substring(prefix.length()), unread);
    }

    /** Tensors of a file that stay unread: buffers and absolute positions, which this encoder does not use, and those with a given prefix. */
    static Set<String> unread(Set<String> names, String... prefixes) {
        return names.stream().filter(n -> n.endsWith(".position_ids") || n.contains("embeddings.position_embeddings.")
            || Arrays.stream(prefixes).anyMatch(n::startsWith)).collect(Collectors.toCollection(HashSet::new));
    }

    /** The configuration. */
    public DebertaConfig config() {
        return config;
    }

    /**
     * Last hidden states of all positions.
     *
     * @param rows token ids of each row
     * @return {@code [b, t, width]} in float32 (float64 over a float64 store), t the longest row rounded up; positions after a row's end are of no meaning
     */
    public Tensor hidden(List<int[]> rows) {
        try (Scope scope = Scope.open()) {
            Context context = context(rows);
            Tensor h = embedded(rows, context);
            for (Layer layer : layers) {
                h = block(layer, h, context);
            }
            return scope.keep(h.view(context.b(), context.t(), config.width()));
        }
    }

    /**
     * Last hidden states of a few positions of each row; the last layer computes nothing else.
     *
     * @param positions as many of each row, {@code [b][m]}
     * @return {@code [b, m, width]}
     */
    public Tensor hidden(List<int[]> rows, List<int[]> positions) {
        try (Scope scope = Scope.open()) {
            Context context = context(rows);
            if (positions.size() != rows.size() || positions.stream().anyMatch(p -> p.length == 0 || p.length != positions.get(0).length)) {
                throw new IllegalArgumentException("expected for each of " + rows.size() + " rows the same number of positions, found "
                    + positions.stream().map(p -> p.length).toList());
            }
            int m = positions.get(0).length;
            int t = Math.toIntExact(context.t());
            int[] within = new int[rows.size() * m];
            int[] lines = new int[rows.size() * m];
            for (int i = 0; i < within.length; i++) {
                within[i] = Objects.checkIndex(positions.get(i / m)[i % m], rows.get(i / m).length);
                lines[i] = i / m * t + within[i];
            }
            Tensor h = embedded(rows, context);
            for (Layer layer : layers.subList(0, layers.size() - 1)) {
                h = block(layer, h, context);
            }
            Layer last = layers.get(layers.size() - 1);
            Tensor selected = h.index_select(0, Tensors.of(lines));
            return scope.keep(finish(last, selected, last.attention().some(h, selected, within, context)).view(context.b(), m, config.width()));
        }
    }

    private Tensor block(Layer layer, Tensor h, Context context) {
        try (Scope scope = Scope.open()) {
            return scope.keep(finish(layer, h, layer.attention().all(h, context)));
        }
    }

    private Context context(List<int[]> rows) {
        if (rows.isEmpty() || rows.stream().anyMatch(r -> r.length == 0)) {
            throw new IllegalArgumentException("an encoder reads rows of at least one token, found " + (rows.isEmpty() ? "no rows" : "an empty one"));
        }
        int b = rows.size();
        int t = (rows.stream().mapToInt(r -> r.length).max().orElseThrow() + 7) / 8 * 8;
        float[] bias = new float[Math.multiplyExact(b, t)];
        Arrays.fill(bias, Float.NEGATIVE_INFINITY);
        int[] descending = new int[2 * t - 1];
        int[] ascending = new int[2 * t - 1];
        for (int r = 0; r < b; r++) {
            Arrays.fill(bias, r * t, r * t + rows.get(r).length, 0);
        }
        for (int c = 0; c < descending.length; c++) {
            descending[c] = config.bucketRow(t - 1 - c);
            ascending[c] = config.bucketRow(c - (t - 1));
        }
        Tensor positions = relativeNorm.forward(relative.to(dtype()));
        return new Context(positions.index_select(0, Tensors.of(descending)), positions.index_select(0, Tensors.of(ascending)),
            Tensors.of(bias).to(dtype()).view(1, b, 1, t), b, t);
    }

    /** {@code [b·t, width]}; zero where a row has ended. */
    private Tensor embedded(List<int[]> rows, Context context) {
        int t = Math.toIntExact(context.t());
        int[] ids = new int[rows.size() * t];
        float[] mask = new float[rows.size() * t];
        for (int r = 0; r < rows.size(); r++) {
            TokenIds.check(rows.get(r), config.vocabulary());
            System.arraycopy(rows.get(r), 0, ids, r * t, rows.get(r).length);
            Arrays.fill(mask, r * t, r * t + rows.get(r).length, 1);
        }
        return embeddingNorm.forward(torch.embedding(embedding, Tensors.of(ids)).to(dtype())).mul(Tensors.of(mask).to(dtype()).unsqueeze(1));
    }

    /** What is computed in between products with weights. */
    private ScalarType dtype() {
        return Tensors.dtype(embedding) == ScalarType.Double ? ScalarType.Double : ScalarType.Float;
    }

    private Tensor finish(Layer layer, Tensor h, Tensor mixed) {
        Tensor attended = layer.attendedNorm().forward(h.add(layer.attended().forward(mixed)));
        return layer.norm().forward(attended.add(layer.down().forward(torch.gelu(layer.up().forward(attended)))));
    }

    private LayerNorm norm(ParameterStore store, String name) {
        return new LayerNorm(store.weight(name + ".weight"), store.weight(name + ".bias"), config.eps());
    }

    private static Linear stacked(ParameterStore store, String prefix, String... names) {
        return new Linear(store.fused(Arrays.stream(names).map(n -> prefix + n + ".weight").toArray(String[]::new)),
            Optional.of(store.fused(Arrays.stream(names).map(n -> prefix + n + ".bias").toArray(String[]::new))));
    }

    private static Linear linear(ParameterStore store, String name) {
        return new Linear(store.weight(name + ".weight"), Optional.of(store.weight(name + ".bias")));
    }

    static void addLinear(List<Group> groups, String name, long out, long in) {
        groups.add(Group.of(name + ".weight", out, in));
        groups.add(Group.of(name + ".bias", out));
    }

    static void addNorm(List<Group> groups, String name, long d) {
        groups.add(Group.of(name + ".weight", d));
        groups.add(Group.of(name + ".bias", d));
    }
}
