package dev.plackett.model;

import dev.plackett.io.Dtypes;
import dev.plackett.io.Json;
import dev.plackett.io.WeightFiles;
import dev.plackett.nn.LayerNorm;
import dev.plackett.nn.Linear;
import dev.plackett.nn.LowRank;
import dev.plackett.nn.Norm;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any decoder that a {@link DecoderPlan} describes: Llama, Mistral, Qwen, Phi, SmolLM, Gemma, GPT-2 and relatives. Reads and writes Hugging Face folders;
 * parameters have the file's own names.
 */
public final class Decoder implements CausalModel {

    private final DecoderPlan plan;
    private final ParameterStore weights;
    private final Optional<LoraAdapter> adapter;
    private final Tensor embedding;
    private final Optional<Tensor> positionEmbedding;
    private final List<DecoderBlock> blocks = new ArrayList<>();
    private final Norm norm;
    private final List<Rotary> rotations = new ArrayList<>();

    private Decoder(DecoderPlan plan, ParameterStore weights, Optional<LoraAdapter> adapter) {
        this.plan = plan;
        this.weights = weights;
        this.adapter = adapter;
        embedding = weights.weight(plan.names().embedding() + ".weight");
        positionEmbedding = plan.names().positions().map(name -> weights.weight(name + ".weight"));
        for (int i = 0; i < plan.shape().layers(); i++) {
            blocks.add(block(i));
        }
        norm = norm(plan.names().finalNorm());
        try (Scope scope = Scope.open()) {
            for (RopeFrequencies frequencies : plan.rotations()) {
                Rotary table = Rotary.table(frequencies.angles(), plan.shape().maxPositions(), weights.compute());
                rotations.add(new Rotary(Scope.own(table.cos()), Scope.own(table.sin()), table.half()));
            }
        }
    }

    /** A model over given parameters, which it takes over. */
    public static Decoder of(DecoderPlan plan, ParameterStore parameters) {
        parameters.expect(plan.groups());
        return new Decoder(plan, parameters, Optional.empty());
    }

    /** Opens a Hugging Face folder for training: float32 masters, computing in {@code compute}. */
    public static Decoder trainable(Path folder, ScalarType master, ScalarType compute) {
        return load(folder, plan -> ParameterStore.trainable(plan.groups(), master, compute));
    }

    /** Opens a Hugging Face folder for scoring and generation in one dtype. */
    public static Decoder frozen(Path folder, ScalarType dtype) {
        return load(folder, plan -> ParameterStore.frozen(plan.groups(), dtype));
    }

    /** Opens a Hugging Face folder for scoring with weights that will change: {@code master} weights without gradients, computing in {@code compute}. */
    public static Decoder followed(Path folder, ScalarType master, ScalarType compute) {
        return load(folder, plan -> ParameterStore.followed(plan.groups(), master, compute));
    }

    /** A new model to be trained: weights of deviation 0.02, of those that write to the residual stream divided by √(2·layers); norms that change nothing. */
    public static Decoder initialised(DecoderPlan plan, Seeds seeds, ScalarType master, ScalarType compute) {
        ParameterStore store = ParameterStore.trainable(plan.groups(), master, compute);
        double residual = 1 / Math.sqrt(2.0 * plan.shape().layers());
        Set<String> writers = Set.of(plan.names().output() + ".weight", plan.names().down() + ".weight");
        for (String name : store.names().stream().filter(n -> !n.endsWith(".bias")).toList()) {
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                if (store.shape(name).length == 1) {
                    store.master(name).fill_(Tensors.scalar(plan.norm() == DecoderPlan.Norm.RMS_PLUS_ONE ? 0 : 1));
                } else {
                    double deviation = 0.02 * (writers.stream().anyMatch(name::endsWith) ? residual : 1);
                    store.master(name).copy_(Tensors.normal(seeds.at(name), deviation, store.shape(name)));
                }
            }
        }
        store.refresh();
        return of(plan, store);
    }

    /**
     * Reads a folder through without keeping anything, one tensor in memory at a time: what opening it would complain about is told before other work is done.
     *
     * @throws dev.plackett.io.FormatException naming the field or tensor that is missing, unexpected, of a wrong shape or not finite
     */
    public static void check(Path folder) {
        DecoderFolder.of(folder).check();
    }

    private static Decoder load(Path folder, Function<DecoderPlan, ParameterStore> storeOf) {
        DecoderFolder files = DecoderFolder.of(folder);
        return of(files.plan(), files.fill(storeOf));
    }

    /**
     * This model with an adapter; its own weights serve both, so that this model is the reference of the adapted one. The adapter is closed with the model
     * that is returned, the weights with this one.
     */
    public Decoder with(LoraAdapter lora) {
        return new Decoder(plan, weights, Optional.of(lora));
    }

    /** The same model, which computes each block again in the backward pass instead of keeping what it left; the weights stay this model's to close. */
    public CausalModel recomputing() {
        return new Recomputing(this);
    }

    /** What it is. */
    public DecoderPlan plan() {
        return plan;
    }

    /** The adapter, if it has one. */
    public Optional<LoraAdapter> adapter() {
        return adapter;
    }

    /** The weights, whatever is trained. */
    ParameterStore weights() {
        return weights;
    }

    @Override
    public Shape shape() {
        return plan.shape();
    }

    @Override
    public Set<Integer> windows() {
        return plan.layers().stream().map(DecoderPlan.Layer::window).collect(Collectors.toSet());
    }

    @Override
    public ParameterStore parameters() {
        return adapter.map(LoraAdapter::parameters).orElse(weights);
    }

    @Override
    public Head head() {
        return new Head(weights, (plan.tied() ? plan.names().embedding() : plan.names().head()) + ".weight");
    }

    @Override
    public Tensor hidden(Tensor ids, Tensor positions, Attention attention) {
        return hidden(blocks, ids, positions, attention);
    }

    Tensor hidden(List<DecoderBlock> through, Tensor ids, Tensor positions, Attention attention) {
        TokenIds.check(ids, positions);
        try (Scope scope = Scope.open()) {
            List<Rotary> turned = rotations(positions);
            Tensor x = embed(ids, positions);
            for (DecoderBlock block : through) {
                x = block(block, x, turned, attention);
            }
            return scope.keep(finish(x));
        }
    }

    @Override
    public Decoding decoding(int rows) {
        return PackedDecoding.of(this, blocks, rows);
    }

    List<DecoderBlock> blocks() {
        return blocks;
    }

    List<Rotary> rotations(Tensor positions) {
        return rotations.stream().map(table -> table.at(positions)).toList();
    }

    /** What enters the first block. */
    Tensor embed(Tensor ids, Tensor positions) {
        Tensor x = torch.embedding(embedding, ids);
        if (plan.embeddingScale() != 1) {
            x = x.mul(Tensors.scalar(plan.embeddingScale()));
        }
        return positionEmbedding.isPresent() ? x.add(torch.embedding(positionEmbedding.get(), positions)) : x;
    }

    /** One of its blocks. */
    Tensor block(DecoderBlock block, Tensor x, List<Rotary> turned, Attention attention) {
        int rotation = plan.layers().get(block.index()).rotation();
        return block.forward(x, rotation < 0 ? Optional.empty() : Optional.of(turned.get(rotation)), attention);
    }

    /** What follows the last block. */
    Tensor finish(Tensor x) {
        return norm.forward(x);
    }

    /** With an adapter, what is written is the model that the two make together. */
    @Override
    public void save(Path folder, ScalarType dtype) {
        write(folder, adapter, dtype);
    }

    /** Writes the model that this one makes together with an adapter. */
    public void saveMerged(LoraAdapter lora, Path folder, ScalarType dtype) {
        write(folder, Optional.of(lora), dtype);
    }

    private void write(Path folder, Optional<LoraAdapter> lora, ScalarType dtype) {
        ObjectNode json = plan.raw().deepCopy();
        json.put(json.has("dtype") ? "dtype" : "torch_dtype", Dtypes.configName(dtype));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("config.json"), Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
        WeightFiles.write(folder, weights, name -> name, (name, weight) -> lora.map(l -> l.merged(name, weight, plan.transposed())).orElse(weight), dtype);
    }

    @Override
    public void close() {
        rotations.stream().flatMap(table -> Stream.of(table.cos(), table.sin())).forEach(Tensor::close);
        adapter.ifPresentOrElse(LoraAdapter::close, weights::close);
    }

    private DecoderBlock block(int i) {
        DecoderNames names = plan.names();
        String at = names.at(i);
        return new DecoderBlock(i, plan.shape(), norm(at + names.inputNorm()), linear(at, names.qkv()), names.queryNorm().map(n -> norm(at + n)),
            names.keyNorm().map(n -> norm(at + n)), linear(at, List.of(names.output())), names.attentionNorm().map(n -> norm(at + n)),
            norm(at + names.mlpNorm()), linear(at, names.up()), linear(at, List.of(names.down())), names.afterMlpNorm().map(n -> norm(at + n)),
            plan.activation(), plan.gated(), new Attention.Kernel(plan.attentionScale(), plan.layers().get(i).window()));
    }

    private Norm norm(String name) {
        Tensor weight = weights.weight(name + ".weight");
        return switch (plan.norm()) {
            case RMS -> new RmsNorm(weight, plan.eps());
            case RMS_PLUS_ONE -> x -> new RmsNorm(weight.add(Tensors.scalar(1)), plan.eps()).forward(x);
            case LAYER -> new LayerNorm(weight, weights.weight(name + ".bias"), plan.eps());
        };
    }

    private Linear linear(String at, List<String> modules) {
        Tensor weight = fused(at, modules, ".weight");
        Optional<Tensor> bias = plan.biased(modules.get(0)) ? Optional.of(fused(at, modules, ".bias")) : Optional.empty();
        List<LowRank> additions = new ArrayList<>();
        long offset = 0;
        for (String module : modules) {
            long from = offset;
            adapter.flatMap(lora -> lora.at(at + module, from)).ifPresent(additions::add);
            offset += weights.shape(at + module + ".weight")[plan.transposed() ? 1 : 0];
        }
        return new Linear(weight, bias, plan.transposed(), additions);
    }

    private Tensor fused(String at, List<String> modules, String suffix) {
        return weights.fused(modules.stream().map(m -> at + m + suffix).toArray(String[]::new));
    }

    /** Names of all projections, with their sizes {@code [out, in]}. */
    List<ParameterStore.Parameter> projections() {
        List<ParameterStore.Parameter> out = new ArrayList<>();
        for (int i = 0; i < plan.shape().layers(); i++) {
            String at = plan.names().at(i);
            for (String module : plan.names().projections()) {
                long[] size = weights.shape(at + module + ".weight");
                out.add(new ParameterStore.Parameter(at + module, plan.transposed() ? new long[] {size[1], size[0]} : size));
            }
        }
        return out;
    }
}
