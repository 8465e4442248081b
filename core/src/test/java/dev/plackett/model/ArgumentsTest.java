package dev.plackett.model;

import static dev.plackett.Refusals.call;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.Refusals;
import dev.plackett.data.Grain;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.model.architecture.Llama;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Models and scorers refuse what does not fit them before libtorch sees it. */
class ArgumentsTest {

    private static final CausalModel.Shape SHAPE = new CausalModel.Shape(20, 8, 1, 2, 2, 4, 16);
    private static final DecoderPlan PLAN = Llama.plan(SHAPE, 12, 1, 2, Optional.of(0));
    private static final DebertaConfig ENCODER = DebertaConfig.of(20, 8, 1, 2, 12, 4, 16);

    @TempDir
    static Path folder;

    private static Decoder model;
    private static PairRanker ranker;

    @BeforeAll
    static void open() {
        model = Decoder.initialised(PLAN, Seeds.of(1), ScalarType.Float, ScalarType.Float);
        ranker = PairRanker.initialised(ENCODER, PairRanker.Pooling.MEAN, Seeds.of(1), ScalarType.Float, ScalarType.Float);
    }

    @AfterAll
    static void close() {
        model.close();
        ranker.close();
    }

    private static Tensor ids(int... ids) {
        return Tensors.of(ids);
    }

    private static Attention nobody() {
        return (layer, q, k, v, kernel) -> {
            throw new AssertionError("reached");
        };
    }

    private static DebertaConfig encoder(int vocabulary, int width, int layers, int heads, int mlp, int buckets, int maxRelative, double eps) {
        return new DebertaConfig(vocabulary, width, layers, heads, mlp, buckets, maxRelative, eps, ENCODER.raw());
    }

    private static TokenBatch comparison(int[] source, int[]... candidates) {
        return TokenBatch.of(Row.of(source, candidates));
    }

    static Stream<Arguments> decoders() {
        DecoderPlan.Layer layer = new DecoderPlan.Layer(0, 0);
        return Stream.of(
            call("ids that are no vector", () -> model.hidden(ids(1, 2).view(1, 2), ids(0, 1), nobody()), "token ids", "[1, 2]"),
            call("fewer positions", () -> model.hidden(ids(1, 2), ids(0), nobody()), "positions", "[2]"),
            call("ids of another dtype", () -> model.hidden(Tensors.of(1f, 2f), ids(0, 1), nobody()), "Float"),
            call("no ids", () -> model.hidden(new Tensor(), ids(0), nobody()), "no tensor"),
            call("the same with recomputing", () -> model.recomputing().pass(ids(1, 2), Tensors.of(0f, 1f), nobody()), "Float"),
            call("a store of another plan", () -> Decoder.of(PLAN, ranker.parameters()), "model.embed_tokens.weight"),
            call("a store of other sizes", () -> Decoder.of(Llama.plan(new CausalModel.Shape(21, 8, 1, 2, 2, 4, 16), 12, 1, 2, Optional.of(0)),
                model.parameters()), "model.embed_tokens.weight", "[21, 8]", "[20, 8]"),
            call("another model's adapter", () -> model.with(LoraAdapter.initialised(LoraConfig.of(2, 4, "q_proj"), Decoder.initialised(
                Llama.plan(new CausalModel.Shape(20, 16, 1, 2, 2, 8, 16), 12, 1, 2, Optional.of(0)), Seeds.of(1), ScalarType.Float, ScalarType.Float), Seeds.of(2),
                ScalarType.Float)), "from 16 inputs"),
            call("an adapter of another dtype", () -> model.with(LoraAdapter.initialised(LoraConfig.of(2, 4, "q_proj"), Decoder.initialised(PLAN, Seeds.of(1),
                ScalarType.Float, ScalarType.BFloat16), Seeds.of(2), ScalarType.Float)), "Float", "BFloat16"),
            call("integers to save as", () -> model.save(folder, ScalarType.Long), "Long", "float32"),
            call("feed-forward width", () -> DecoderPlan.llama(SHAPE, 0, 1e-5, true, RopeFrequencies.plain(1e4, 4), PLAN.raw()), "width of 0"),
            call("epsilon", () -> DecoderPlan.llama(SHAPE, 12, 0, true, RopeFrequencies.plain(1e4, 4), PLAN.raw()), "epsilon 0"),
            call("scales", () -> PLAN.withScales(1, Double.NaN), "NaN"),
            call("another number of layers", () -> PLAN.with(PLAN.rotations(), Collections.nCopies(2, layer)), "2 layers", "shape has 1"),
            call("a rotation that is not there", () -> PLAN.with(List.of(), List.of(layer)), "0 rotations"),
            call("a negative window", () -> PLAN.with(PLAN.rotations(), List.of(new DecoderPlan.Layer(0, -1))), "window=-1"),
            call("a rotation wider than heads", () -> PLAN.with(List.of(RopeFrequencies.plain(1e4, 8)), List.of(layer)), "a head's 4"),
            call("an odd rotation", () -> RopeFrequencies.plain(1e4, 3), "3 dimensions"),
            call("base of a rotation", () -> RopeFrequencies.plain(-1, 4), "base -1"),
            call("no angles", () -> new RopeFrequencies(new double[0]), "at least one angle"),
            call("scale of an attention", () -> new Attention.Kernel(Double.POSITIVE_INFINITY, 0), "Infinity"),
            call("window of an attention", () -> new Attention.Kernel(1, -2), "window of -2"),
            call("vocabulary", () -> new CausalModel.Shape(0, 8, 1, 2, 2, 4, 16), "vocabulary 0"),
            call("layers", () -> new CausalModel.Shape(20, 8, 1 << 20, 2, 2, 4, 16), "1048576"),
            call("heads", () -> new CausalModel.Shape(20, 8, 1, 3, 2, 4, 16), "3 heads"),
            call("rank", () -> LoraConfig.of(0, 4, "q_proj"), "rank 0"),
            call("alpha", () -> LoraConfig.of(2, Double.POSITIVE_INFINITY, "q_proj"), "alpha Infinity"),
            call("no modules", () -> LoraConfig.of(2, 4), "at least one module"),
            call("grain of a scorer", () -> new CausalScorer(model).score(TokenBatch.of(Row.of(new int[] {1}, new int[] {2})), new Want(Grain.SAMPLE, Set.of())),
                "SAMPLE"),
            call("a token outside", () -> new CausalScorer(model).score(TokenBatch.of(Row.of(new int[] {1}, new int[] {-1})), Want.SEQUENCES), "token id -1"),
            call("a sequence beyond the context", () -> new CausalScorer(model).record(TokenBatch.of(Row.of(new int[] {1}, new int[16])), Want.SEQUENCES),
                "17 tokens", "holds 16"));
    }

    static Stream<Arguments> encoders() {
        return Stream.of(
            call("vocabulary", () -> encoder(0, 8, 1, 2, 12, 4, 16, 1e-7), "vocabulary 0"),
            call("no layers", () -> encoder(20, 8, 0, 2, 12, 4, 16, 1e-7), "layers 0"),
            call("heads", () -> encoder(20, 8, 1, 3, 12, 4, 16, 1e-7), "heads 3"),
            call("buckets", () -> encoder(20, 8, 1, 2, 12, 0, 16, 1e-7), "buckets 0"),
            call("distances", () -> encoder(20, 8, 1, 2, 12, 40, 16, 1e-7), "distances up to 16"),
            call("epsilon", () -> encoder(20, 8, 1, 2, 12, 4, 16, Double.NaN), "epsilon NaN"),
            call("a store of another model", () -> PairRanker.over(ENCODER, model.parameters(), PairRanker.Pooling.PREFIX), "word_embeddings", "no such parameter"),
            call("a store of another size", () -> PairRanker.over(encoder(21, 8, 1, 2, 12, 4, 16, 1e-7), ranker.parameters(), PairRanker.Pooling.PREFIX),
                "[21, 8]", "[20, 8]"),
            call("lengths", () -> new PairRankerConfig(ENCODER, PairRanker.Pooling.PREFIX, 0, 4), "a source of 0"),
            call("no rows", () -> deberta().hidden(List.of()), "no rows"),
            call("an empty row", () -> deberta().hidden(List.of(new int[] {1}, new int[0])), "an empty one"),
            call("a token outside", () -> deberta().hidden(List.of(new int[] {20})), "token id 20"),
            call("uneven positions", () -> deberta().hidden(List.of(new int[] {1, 2}, new int[] {3}), List.of(new int[] {0, 1}, new int[] {0})), "[2, 1]"),
            call("no positions", () -> deberta().hidden(List.of(new int[] {1}), List.of(new int[0])), "[0]"),
            call("positions of fewer rows", () -> deberta().hidden(List.of(new int[] {1}, new int[] {2}), List.of(new int[] {0})), "each of 2 rows"),
            call("a position in the padding", () -> deberta().hidden(List.of(new int[] {1, 2}), List.of(new int[] {2})), "2"),
            call("one candidate", () -> ranker.score(comparison(new int[] {1, 2}, new int[] {3, 4}), Want.SEQUENCES), "1 candidates"),
            call("a candidate without prefix token", () -> ranker.score(comparison(new int[] {1, 2}, new int[] {3, 4}, new int[] {5}), Want.SEQUENCES),
                "at least two tokens"),
            call("a short source", () -> ranker.record(comparison(new int[] {1}, new int[] {3, 4}, new int[] {5, 6}), Want.SEQUENCES), "at least two tokens"),
            call("a ranker's grain", () -> ranker.score(comparison(new int[] {1, 2}, new int[] {3, 4}, new int[] {5, 6}), Want.TOKENS), "TOKEN"),
            call("a ranker's token", () -> ranker.score(comparison(new int[] {1, 2}, new int[] {3, 4}, new int[] {5, 99}), Want.SEQUENCES), "token id 99"),
            call("coefficients", () -> {
                try (Tape tape = ranker.record(comparison(new int[] {1, 2}, new int[] {3, 4}, new int[] {5, 6}), Want.SEQUENCES)) {
                    tape.backward(new double[] {1});
                }
            }, "1 coefficients for 2 scores"));
    }

    private static Deberta deberta() {
        return Deberta.over(ENCODER, ranker.parameters(), PairRanker.ENCODER);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"decoders", "encoders"})
    void isRefused(String name, ThrowingCallable call, String[] words) {
        try (Scope scope = Scope.open()) {
            Refusals.check(call, words);
        }
    }

    /** Ids within a tensor are looked at by the embedding itself: an error, never foreign memory. */
    @Test
    void idsOutsideTheEmbeddingAreAnError() {
        try (Scope scope = Scope.open()) {
            for (int id : new int[] {-1, 20, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> model.hidden(ids(id), ids(0), nobody())).isInstanceOf(RuntimeException.class).hasMessageContaining("out of range");
            }
        }
    }

    @Test
    void aStoreWithMoreThanAPlanAsksForServes() {
        try (Scope scope = Scope.open(); ParameterStore store = ParameterStore.frozen(Stream.concat(PLAN.groups().stream(),
            Stream.of(ParameterStore.Group.of("value_head", 8))).toList(), ScalarType.Float); Decoder decoder = Decoder.of(PLAN, store)) {
            Refusals.check(() -> decoder.hidden(ids(1), ids(0, 1), nobody()), "positions");
        }
    }
}
