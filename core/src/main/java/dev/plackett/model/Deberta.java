package dev.plackett.model;

import dev.plackett.io.WeightFiles;
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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * DeBERTa-v2/v3's encoder (He et al. 2021): content and relative position attend to each other, position projections shared with the content's.
 *
 * <p>score(i, j) = (q_i·k_j + q_i·K_δ(i,j) + k_j·Q_δ(i,j)) / √(3d), where K and Q are the key and query projections of the normalised relative
 * embeddings. Only the 2T − 1 distances at hand are projected, and the products are shifted into place by views, without gathering.
 */
public final class Deberta {

    static final String EMBEDDING = "embeddings.word_embeddings.weight";

    private record Layer(Linear qkv, Linear query, Linear key, Linear attended, LayerNorm attendedNorm, Linear up, Linear down, LayerNorm norm) {}

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
            layers.add(new Layer(
                new Linear(store.fused(self + "query_proj.weight", self + "key_proj.weight", self + "value_proj.weight"),
                    Optional.of(store.fused(self + "query_proj.bias", self + "key_proj.bias", self + "value_proj.bias"))),
                linear(store, self + "query_proj"), linear(store, self + "key_proj"),
                linear(store, at + "attention.output.dense"), norm(store, at + "attention.output.LayerNorm"),
                linear(store, at + "intermediate.dense"), linear(store, at + "output.dense"), norm(store, at + "output.LayerNorm")));
        }
    }

    /** An encoder over parameters named with a prefix ({@code ""}, {@code "deberta."}, {@code "pretrained_model."}). */
    public static Deberta over(DebertaConfig config, ParameterStore store, String prefix) {
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
     * Last hidden states.
     *
     * @param rows token ids of each row
     * @return {@code [b, t, width]}, t the longest row rounded up; positions after a row's end are of no meaning
     */
    public Tensor hidden(List<int[]> rows) {
        int b = rows.size();
        int t = (rows.stream().mapToInt(r -> r.length).max().orElseThrow() + 7) / 8 * 8;
        int[] ids = new int[b * t];
        float[] mask = new float[b * t];
        float[] bias = new float[b * t];
        Arrays.fill(bias, Float.NEGATIVE_INFINITY);
        for (int r = 0; r < b; r++) {
            TokenIds.check(rows.get(r), config.vocabulary());
            System.arraycopy(rows.get(r), 0, ids, r * t, rows.get(r).length);
            Arrays.fill(mask, r * t, r * t + rows.get(r).length, 1);
            Arrays.fill(bias, r * t, r * t + rows.get(r).length, 0);
        }
        int[] descending = new int[2 * t - 1];
        int[] ascending = new int[2 * t - 1];
        for (int c = 0; c < descending.length; c++) {
            descending[c] = config.bucketRow(t - 1 - c);
            ascending[c] = config.bucketRow(c - (t - 1));
        }
        try (Scope scope = Scope.open()) {
            Tensor keyMask = Tensors.of(bias).to(Tensors.dtype(embedding)).view(1, b, 1, t);
            Tensor positions = relativeNorm.forward(relative);
            Tensor forKeys = positions.index_select(0, Tensors.of(descending));
            Tensor forQueries = positions.index_select(0, Tensors.of(ascending));
            Tensor h = embeddingNorm.forward(torch.embedding(embedding, Tensors.of(ids)))
                .mul(Tensors.of(mask).to(Tensors.dtype(embedding)).unsqueeze(1));
            for (Layer layer : layers) {
                h = block(layer, h, forKeys, forQueries, keyMask, b, t);
            }
            return scope.keep(h.view(b, t, config.width()));
        }
    }

    private Tensor block(Layer layer, Tensor h, Tensor forKeys, Tensor forQueries, Tensor keyMask, long b, long t) {
        try (Scope scope = Scope.open()) {
            long heads = config.heads();
            long d = config.width() / heads;
            TensorVector parts = torch.split_with_sizes(layer.qkv().forward(h), new long[] {config.width(), config.width(), config.width()}, 1);
            // Heads come first throughout, so that one product per head serves the positions of all rows.
            Tensor q = heads(parts.get(0), b, t, heads, d);
            Tensor k = heads(parts.get(1), b, t, heads, d);
            Tensor v = heads(parts.get(2), b, t, heads, d).view(heads * b, t, d);
            Tensor keys = layer.key().forward(forKeys).view(2 * t - 1, heads, d).permute(1, 2, 0);
            Tensor queries = layer.query().forward(forQueries).view(2 * t - 1, heads, d).permute(1, 2, 0);
            Tensor contentToPosition = shifted(torch.bmm(q.view(heads, b * t, d), keys), b, heads, t);
            Tensor positionToContent = shifted(torch.bmm(k.view(heads, b * t, d), queries), b, heads, t).transpose(2, 3);
            Tensor content = torch.bmm(q.view(heads * b, t, d), k.view(heads * b, t, d).transpose(1, 2)).view(heads, b, t, t);
            Tensor scores = content.add(contentToPosition).add(positionToContent);
            Tensor weights = torch.softmax(keyMask.add(scores, Tensors.scalar(1 / Math.sqrt(3.0 * d))), -1);
            Tensor mixed = torch.bmm(weights.view(heads * b, t, t), v).view(heads, b, t, d).permute(1, 2, 0, 3).reshape(b * t, config.width());
            Tensor attended = layer.attendedNorm().forward(h.add(layer.attended().forward(mixed)));
            return scope.keep(layer.norm().forward(attended.add(layer.down().forward(torch.gelu(layer.up().forward(attended))))));
        }
    }

    /** {@code [b·t, heads·d]} → {@code [heads, b, t, d]}. */
    private static Tensor heads(Tensor x, long b, long t, long heads, long d) {
        return x.view(b, t, heads, d).permute(2, 0, 1, 3).contiguous();
    }

    /** Row i of {@code [heads, b·t, 2t − 1]} (i within t), shifted left by t − 1 − i, first t columns: {@code [heads, b, t, t]}. */
    private static Tensor shifted(Tensor products, long b, long heads, long t) {
        return products.view(heads, b, t * (2 * t - 1)).narrow(2, t - 1, t * (2 * t - 2)).view(heads, b, t, 2 * t - 2).narrow(3, 0, t);
    }

    private LayerNorm norm(ParameterStore store, String name) {
        return new LayerNorm(store.weight(name + ".weight"), store.weight(name + ".bias"), config.eps());
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
