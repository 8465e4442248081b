package dev.plackett.model;

import dev.plackett.nn.Activation;
import dev.plackett.tensor.ParameterStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that tells one decoder from another, as data; {@link Decoder} computes any of them. An {@link Architecture} makes it of a {@code config.json}.
 *
 * @param shape          sizes
 * @param mlp            width of the feed-forward layer
 * @param names          what tensors are called
 * @param norm           kind of norm
 * @param eps            ε of the norms
 * @param tied           whether the head is the embedding
 * @param biases         which projections have biases
 * @param activation     of the feed-forward layer
 * @param gated          whether the activation's branch is a factor of another one
 * @param transposed     whether projections are stored {@code [in, out]} (GPT-2)
 * @param embeddingScale factor of the embedded tokens
 * @param attentionScale factor of the products of queries and keys
 * @param rotations      rotary frequencies that layers refer to
 * @param layers         one per layer
 * @param raw            the configuration file itself, from which a saved one is written
 */
public record DecoderPlan(CausalModel.Shape shape, int mlp, DecoderNames names, Norm norm, double eps, boolean tied, Biases biases,
                          Activation activation, boolean gated, boolean transposed, double embeddingScale, double attentionScale,
                          List<RopeFrequencies> rotations, List<Layer> layers, ObjectNode raw) {

    /** Kinds of norm. */
    public enum Norm {
        /** Root mean square, times a weight. */
        RMS,
        /** Root mean square, times one plus a weight (Gemma). */
        RMS_PLUS_ONE,
        /** Mean and variance, with weight and bias. */
        LAYER
    }

    /** Which projections have biases. */
    public record Biases(boolean qkv, boolean output, boolean mlp) {}

    /**
     * What layers differ in.
     *
     * @param rotation which of {@link #rotations} turns queries and keys; −1 for none
     * @param window   how many positions a token attends to, itself included; 0 for all
     */
    public record Layer(int rotation, int window) {}

    public DecoderPlan {
        rotations = List.copyOf(rotations);
        layers = List.copyOf(layers);
        if (mlp < 1 || !(eps > 0 && Double.isFinite(eps)) || !Double.isFinite(embeddingScale) || !Double.isFinite(attentionScale)) {
            throw new IllegalArgumentException("a feed-forward width of " + mlp + ", epsilon " + eps + ", scales " + embeddingScale + " and " + attentionScale
                + ": expected a width of at least 1, an epsilon above 0 and finite scales");
        }
        if (layers.size() != shape.layers()) {
            throw new IllegalArgumentException(layers.size() + " layers are described, the shape has " + shape.layers());
        }
        for (Layer layer : layers) {
            if (layer.rotation() < -1 || layer.rotation() >= rotations.size() || layer.window() < 0) {
                throw new IllegalArgumentException(layer + " with " + rotations.size() + " rotations: expected one of them or -1, and a window of at least 0");
            }
        }
        if (rotations.stream().anyMatch(r -> 2 * r.angles().length > shape.headSize())) {
            throw new IllegalArgumentException("a rotation turns more dimensions than a head's " + shape.headSize());
        }
    }

    /** A Llama: RMS norms, no biases, a gated SiLU layer, all layers alike. */
    public static DecoderPlan llama(CausalModel.Shape shape, int mlp, double eps, boolean tied, RopeFrequencies rope, ObjectNode raw) {
        return new DecoderPlan(shape, mlp, DecoderNames.LLAMA, Norm.RMS, eps, tied, new Biases(false, false, false), Activation.SILU, true, false, 1,
            1 / Math.sqrt(shape.headSize()), List.of(rope), Collections.nCopies(shape.layers(), new Layer(0, 0)), raw);
    }

    /**
     * Reads a {@code config.json} of any architecture that is known.
     *
     * @throws dev.plackett.io.FormatException naming the field that is missing, unsupported or contradictory
     */
    public static DecoderPlan read(Path file) {
        return of(ConfigFields.read(file));
    }

    /** The same from fields that were read already. */
    public static DecoderPlan of(ConfigFields fields) {
        return Architecture.of(fields).plan(fields);
    }

    /** With other names. */
    public DecoderPlan with(DecoderNames other) {
        return new DecoderPlan(shape, mlp, other, norm, eps, tied, biases, activation, gated, transposed, embeddingScale, attentionScale, rotations, layers, raw);
    }

    /** With another kind of norm. */
    public DecoderPlan with(Norm other) {
        return new DecoderPlan(shape, mlp, names, other, eps, tied, biases, activation, gated, transposed, embeddingScale, attentionScale, rotations, layers, raw);
    }

    /** With other biases. */
    public DecoderPlan with(Biases other) {
        return new DecoderPlan(shape, mlp, names, norm, eps, tied, other, activation, gated, transposed, embeddingScale, attentionScale, rotations, layers, raw);
    }

    /** With another feed-forward layer. */
    public DecoderPlan with(Activation other, boolean isGated) {
        return new DecoderPlan(shape, mlp, names, norm, eps, tied, biases, other, isGated, transposed, embeddingScale, attentionScale, rotations, layers, raw);
    }

    /** With projections stored {@code [in, out]}. */
    public DecoderPlan withTransposedProjections() {
        return new DecoderPlan(shape, mlp, names, norm, eps, tied, biases, activation, gated, true, embeddingScale, attentionScale, rotations, layers, raw);
    }

    /** With other factors. */
    public DecoderPlan withScales(double embedding, double attention) {
        return new DecoderPlan(shape, mlp, names, norm, eps, tied, biases, activation, gated, transposed, embedding, attention, rotations, layers, raw);
    }

    /** With other layers. */
    public DecoderPlan with(List<RopeFrequencies> otherRotations, List<Layer> otherLayers) {
        return new DecoderPlan(shape, mlp, names, norm, eps, tied, biases, activation, gated, transposed, embeddingScale, attentionScale, otherRotations,
            otherLayers, raw);
    }

    /** Whether projections of this layer kind have a bias: {@code names.qkv()}, {@code output}, {@code up} or {@code down}. */
    boolean biased(String module) {
        return names.qkv().contains(module) ? biases.qkv() : module.equals(names.output()) ? biases.output() : biases.mlp();
    }

    /** Number of parameters. */
    public long count() {
        return groups().stream().flatMap(g -> g.members().stream()).mapToLong(p -> Arrays.stream(p.shape()).reduce(1, Math::multiplyExact)).sum();
    }

    /** The parameters it asks for. */
    public List<ParameterStore.Group> groups() {
        long d = shape.width();
        long q = (long) shape.heads() * shape.headSize();
        long kv = (long) shape.kvHeads() * shape.headSize();
        List<ParameterStore.Group> groups = new ArrayList<>();
        groups.add(ParameterStore.Group.of(names.embedding() + ".weight", shape.vocabulary(), d));
        names.positions().ifPresent(p -> groups.add(ParameterStore.Group.of(p + ".weight", shape.maxPositions(), d)));
        for (int i = 0; i < shape.layers(); i++) {
            String at = names.at(i);
            norm(groups, at + names.inputNorm(), d);
            projections(groups, at, names.qkv(), names.qkv().size() == 1 ? new long[] {q + 2 * kv} : new long[] {q, kv, kv}, d);
            names.queryNorm().ifPresent(n -> norm(groups, at + n, shape.headSize()));
            names.keyNorm().ifPresent(n -> norm(groups, at + n, shape.headSize()));
            projections(groups, at, List.of(names.output()), new long[] {d}, q);
            names.attentionNorm().ifPresent(n -> norm(groups, at + n, d));
            norm(groups, at + names.mlpNorm(), d);
            projections(groups, at, names.up(), names.up().size() == 1 ? new long[] {gated ? 2L * mlp : mlp} : new long[] {mlp, mlp}, d);
            projections(groups, at, List.of(names.down()), new long[] {d}, mlp);
            names.afterMlpNorm().ifPresent(n -> norm(groups, at + n, d));
        }
        norm(groups, names.finalNorm(), d);
        if (!tied) {
            groups.add(ParameterStore.Group.of(names.head() + ".weight", shape.vocabulary(), d));
        }
        return groups;
    }

    private void norm(List<ParameterStore.Group> groups, String name, long width) {
        groups.add(ParameterStore.Group.of(name + ".weight", width));
        if (norm == Norm.LAYER) {
            groups.add(ParameterStore.Group.of(name + ".bias", width));
        }
    }

    private void projections(List<ParameterStore.Group> groups, String at, List<String> modules, long[] out, long in) {
        List<ParameterStore.Parameter> weights = new ArrayList<>();
        List<ParameterStore.Parameter> offsets = new ArrayList<>();
        for (int i = 0; i < out.length; i++) {
            long[] size = transposed ? new long[] {in, out[i]} : new long[] {out[i], in};
            weights.add(new ParameterStore.Parameter(at + modules.get(i) + ".weight", size));
            offsets.add(new ParameterStore.Parameter(at + modules.get(i) + ".bias", out[i]));
        }
        groups.add(new ParameterStore.Group(weights));
        if (biased(modules.get(0))) {
            groups.add(new ParameterStore.Group(offsets));
        }
    }
}
