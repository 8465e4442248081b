package dev.plackett.model;

import dev.plackett.io.Dtypes;
import dev.plackett.io.Json;
import dev.plackett.io.WeightFiles;
import dev.plackett.nn.Linear;
import dev.plackett.nn.RmsNorm;
import dev.plackett.nn.Rotary;
import dev.plackett.tensor.ParameterStore;
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
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Llama family: RMS norms, rotary embeddings, grouped key/value heads, SwiGLU. Reads and writes Hugging Face folders;
 * parameters have the file's own names.
 */
public final class Llama implements CausalModel {

    private record Layer(RmsNorm inputNorm, Linear qkv, Linear output, RmsNorm mlpNorm, Linear gateUp, Linear down) {}

    private final LlamaConfig config;
    private final ParameterStore parameters;
    private final Tensor embedding;
    private final List<Layer> layers = new ArrayList<>();
    private final RmsNorm norm;
    private final Rotary rotary;

    private Llama(LlamaConfig config, ParameterStore parameters) {
        this.config = config;
        this.parameters = parameters;
        embedding = parameters.weight("model.embed_tokens.weight");
        for (int i = 0; i < config.shape().layers(); i++) {
            layers.add(layer("model.layers." + i + "."));
        }
        norm = norm("model.norm.weight");
        Rotary table;
        try (Scope scope = Scope.open()) {
            table = Rotary.table(config.rope().angles(), config.shape().maxPositions(), parameters.compute());
            rotary = new Rotary(Scope.own(table.cos()), Scope.own(table.sin()), table.half());
        }
    }

    /** A model over given parameters, which it takes over. */
    public static Llama of(LlamaConfig config, ParameterStore parameters) {
        return new Llama(config, parameters);
    }

    /** Opens a Hugging Face folder for training: float32 masters, computing in {@code compute}. */
    public static Llama trainable(Path folder, ScalarType master, ScalarType compute) {
        return load(folder, config -> ParameterStore.trainable(groups(config), master, compute));
    }

    /** Opens a Hugging Face folder for scoring and generation in one dtype. */
    public static Llama frozen(Path folder, ScalarType dtype) {
        return load(folder, config -> ParameterStore.frozen(groups(config), dtype));
    }

    /**
     * A new model to be trained from scratch: normal weights of standard deviation 0.02 (those that write to the residual stream divided by √(2·layers)),
     * norms of one.
     */
    public static Llama initialised(LlamaConfig config, Seeds seeds, ScalarType master, ScalarType compute) {
        ParameterStore store = ParameterStore.trainable(groups(config), master, compute);
        double residual = 1 / Math.sqrt(2.0 * config.shape().layers());
        for (String name : store.names()) {
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                if (name.endsWith("norm.weight")) {
                    store.master(name).fill_(Tensors.scalar(1));
                } else if (!name.endsWith(".bias")) {
                    boolean writesResidual = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
                    store.master(name).copy_(Tensors.normal(seeds.at(name), 0.02 * (writesResidual ? residual : 1), store.shape(name)));
                }
            }
        }
        store.refresh();
        return new Llama(config, store);
    }

    private static Llama load(Path folder, java.util.function.Function<LlamaConfig, ParameterStore> store) {
        LlamaConfig config = LlamaConfig.read(folder.resolve("config.json"));
        try (WeightFiles weights = WeightFiles.open(folder)) {
            ParameterStore parameters = store.apply(config);
            try {
                // A tied head may be stored all the same, and older files carry the rotary frequencies.
                Set<String> ignored = new java.util.HashSet<>(config.tied() ? Set.of("lm_head.weight") : Set.of());
                weights.names().stream().filter(n -> n.endsWith("rotary_emb.inv_freq")).forEach(ignored::add);
                weights.fill(parameters, UnaryOperator.identity(), ignored);
                return new Llama(config, parameters);
            } catch (RuntimeException e) {
                parameters.close();
                throw e;
            }
        }
    }

    /** The parameters a configuration asks for. */
    public static List<ParameterStore.Group> groups(LlamaConfig config) {
        CausalModel.Shape s = config.shape();
        long d = s.width();
        long q = (long) s.heads() * s.headSize();
        long kv = (long) s.kvHeads() * s.headSize();
        List<ParameterStore.Group> groups = new ArrayList<>();
        groups.add(ParameterStore.Group.of("model.embed_tokens.weight", s.vocabulary(), d));
        for (int i = 0; i < s.layers(); i++) {
            String at = "model.layers." + i + ".";
            groups.add(ParameterStore.Group.of(at + "input_layernorm.weight", d));
            groups.add(ParameterStore.Group.of(matrix(at + "self_attn.q_proj.weight", q, d), matrix(at + "self_attn.k_proj.weight", kv, d),
                matrix(at + "self_attn.v_proj.weight", kv, d)));
            groups.add(ParameterStore.Group.of(at + "self_attn.o_proj.weight", d, q));
            if (config.attentionBias()) {
                groups.add(ParameterStore.Group.of(matrix(at + "self_attn.q_proj.bias", q), matrix(at + "self_attn.k_proj.bias", kv),
                    matrix(at + "self_attn.v_proj.bias", kv)));
                groups.add(ParameterStore.Group.of(at + "self_attn.o_proj.bias", d));
            }
            groups.add(ParameterStore.Group.of(at + "post_attention_layernorm.weight", d));
            groups.add(ParameterStore.Group.of(matrix(at + "mlp.gate_proj.weight", config.mlp(), d), matrix(at + "mlp.up_proj.weight", config.mlp(), d)));
            groups.add(ParameterStore.Group.of(at + "mlp.down_proj.weight", d, config.mlp()));
            if (config.mlpBias()) {
                groups.add(ParameterStore.Group.of(matrix(at + "mlp.gate_proj.bias", config.mlp()), matrix(at + "mlp.up_proj.bias", config.mlp())));
                groups.add(ParameterStore.Group.of(at + "mlp.down_proj.bias", d));
            }
        }
        groups.add(ParameterStore.Group.of("model.norm.weight", d));
        if (!config.tied()) {
            groups.add(ParameterStore.Group.of("lm_head.weight", s.vocabulary(), d));
        }
        return groups;
    }

    /** The configuration. */
    public LlamaConfig config() {
        return config;
    }

    @Override
    public Shape shape() {
        return config.shape();
    }

    @Override
    public ParameterStore parameters() {
        return parameters;
    }

    @Override
    public String headName() {
        return config.tied() ? "model.embed_tokens.weight" : "lm_head.weight";
    }

    @Override
    public Tensor hidden(Tensor ids, Tensor positions, Attention attention) {
        try (Scope scope = Scope.open()) {
            Rotary rotation = rotary.at(positions);
            Tensor x = torch.embedding(embedding, ids);
            for (int i = 0; i < layers.size(); i++) {
                x = block(i, layers.get(i), x, rotation, attention);
            }
            return scope.keep(norm.forward(x));
        }
    }

    private Tensor block(int index, Layer layer, Tensor x, Rotary rotation, Attention attention) {
        try (Scope scope = Scope.open()) {
            Shape s = config.shape();
            long rotated = s.heads() + s.kvHeads();
            Tensor qkv = layer.qkv().forward(layer.inputNorm().forward(x)).view(x.size(0), rotated + s.kvHeads(), s.headSize());
            TensorVector parts = torch.split_with_sizes(qkv, new long[] {rotated, s.kvHeads()}, 1);
            TensorVector qk = torch.split_with_sizes(rotation.rotate(parts.get(0)), new long[] {s.heads(), s.kvHeads()}, 1);
            Tensor mixed = attention.attend(index, qk.get(0), qk.get(1), parts.get(1), new Attention.Kernel(1 / Math.sqrt(s.headSize())));
            Tensor attended = x.add(layer.output().forward(mixed));
            TensorVector gateUp = torch.split_with_sizes(layer.gateUp().forward(layer.mlpNorm().forward(attended)),
                new long[] {config.mlp(), config.mlp()}, 1);
            return scope.keep(attended.add(layer.down().forward(torch.silu(gateUp.get(0)).mul(gateUp.get(1)))));
        }
    }

    @Override
    public void save(Path folder, ScalarType dtype) {
        ObjectNode json = config.raw().deepCopy();
        json.put(json.has("dtype") ? "dtype" : "torch_dtype", Dtypes.configName(dtype));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
        WeightFiles.write(folder, parameters, UnaryOperator.identity(), dtype);
    }

    @Override
    public void close() {
        rotary.cos().close();
        rotary.sin().close();
        parameters.close();
    }

    private Layer layer(String at) {
        return new Layer(norm(at + "input_layernorm.weight"),
            linear(config.attentionBias(), at + "self_attn.q_proj", at + "self_attn.k_proj", at + "self_attn.v_proj"),
            linear(config.attentionBias(), at + "self_attn.o_proj"),
            norm(at + "post_attention_layernorm.weight"),
            linear(config.mlpBias(), at + "mlp.gate_proj", at + "mlp.up_proj"),
            linear(config.mlpBias(), at + "mlp.down_proj"));
    }

    private RmsNorm norm(String name) {
        return new RmsNorm(parameters.weight(name), config.eps());
    }

    private Linear linear(boolean bias, String... names) {
        return new Linear(fused(".weight", names), bias ? Optional.of(fused(".bias", names)) : Optional.empty());
    }

    private Tensor fused(String suffix, String... names) {
        return names.length == 1 ? parameters.weight(names[0] + suffix)
            : parameters.fused(java.util.Arrays.stream(names).map(n -> n + suffix).toArray(String[]::new));
    }

    private static ParameterStore.Parameter matrix(String name, long... shape) {
        return new ParameterStore.Parameter(name, shape);
    }
}
