package dev.plackett.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.Fixtures;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.io.WeightFiles;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebertaTest {

    @TempDir
    Path temporary;

    @Test
    void hiddenStatesEqualTransformers() {
        Path folder = Fixtures.path("models/deberta-v2");
        DebertaConfig config = DebertaConfig.read(folder.resolve("config.json"));
        try (Scope scope = Scope.open(); WeightFiles weights = WeightFiles.open(folder);
             SafetensorsFile golden = SafetensorsFile.open(folder.resolve("golden.safetensors"));
             ParameterStore store = ParameterStore.frozen(Deberta.groups(config, ""), ScalarType.Float)) {
            weights.fill(store, UnaryOperator.identity(), Set.of());
            long[] shape = golden.entries().get("input_ids").shape();
            long[] ids = Tensors.toLongs(golden.read("input_ids"));
            long[] mask = Tensors.toLongs(golden.read("attention_mask"));
            List<int[]> rows = new ArrayList<>();
            int width = (int) shape[1];
            for (int r = 0; r < shape[0]; r++) {
                int length = (int) Arrays.stream(mask, r * width, (r + 1) * width).sum();
                rows.add(Arrays.stream(ids, r * width, r * width + length).mapToInt(Math::toIntExact).toArray());
            }
            Tensor got = Deberta.over(config, store, "").hidden(rows);
            Tensor want = golden.read("last_hidden_state");
            for (int r = 0; r < rows.size(); r++) {
                int n = rows.get(r).length;
                assertThat(got.select(0, r).narrow(0, 0, n).sub(want.select(0, r).narrow(0, 0, n)).abs().max().item_double()).isLessThan(1e-4);
            }
        }
    }

    /** SPPO specification, 6.5: the checked values of DeBERTa-v3's buckets, less the 256 of the row offset. */
    @Test
    void bucketsAreLogarithmic() {
        DebertaConfig large = DebertaConfig.of(100, 16, 1, 2, 16, 256, 512);
        int[][] known = {{129, 129}, {130, 130}, {150, 143}, {200, 169}, {255, 192}, {256, 192}, {300, 207}, {400, 233}, {500, 254}, {510, 255}};
        for (int[] pair : known) {
            assertThat(large.bucketRow(pair[0]) - 256).as("distance %d", pair[0]).isEqualTo(pair[1]);
            assertThat(256 - large.bucketRow(-pair[0])).as("distance -%d", pair[0]).isEqualTo(pair[1]);
        }
        assertThat(large.bucketRow(2047)).isEqualTo(511);
        assertThat(large.bucketRow(-2047)).isZero();
        DebertaConfig tiny = DebertaConfig.of(40, 16, 2, 2, 32, 4, 16);
        for (int distance = 0; distance <= 24; distance++) {
            assertThat(tiny.bucketRow(distance)).isEqualTo(Math.min(7, 4 + (distance <= 2 ? distance : distance <= 15 ? 3 : 4)));
            assertThat(tiny.bucketRow(-distance)).isEqualTo(4 - (distance <= 2 ? distance : distance <= 15 ? 3 : 4));
        }
    }

    private static PairRanker tiny(ScalarType dtype) {
        DebertaConfig config = DebertaConfig.of(40, 16, 2, 2, 32, 4, 16);
        ParameterStore store = ParameterStore.trainable(PairRanker.groups(config), dtype, dtype);
        int c = 0;
        for (String name : new TreeSet<>(store.names())) {
            double[] values = new double[Math.toIntExact(store.master(name).numel())];
            for (int i = 0; i < values.length; i++) {
                double wave = Math.sin(0.9 * i + 0.6 * c);
                values[i] = name.endsWith("LayerNorm.weight") ? 1 + 0.2 * wave : 0.4 * wave;
            }
            store.master(name).copy_(Tensors.of(ScalarType.Double, values).view(store.shape(name)));
            c++;
        }
        assertThat(c).isEqualTo(42);
        store.refresh();
        return PairRanker.over(config, store, PairRanker.Pooling.PREFIX);
    }

    private static Row comparison(int[] source, int[] first, int[] second) {
        return Row.of(source, first, second);
    }

    private static final Row AB = comparison(new int[] {1, 36, 5, 6, 7, 8, 2}, new int[] {1, 37, 10, 11, 12, 13, 14, 2},
        new int[] {1, 38, 20, 21, 22, 23, 24, 25, 26, 2});
    private static final Row BA = comparison(new int[] {1, 36, 5, 6, 7, 8, 2}, new int[] {1, 37, 20, 21, 22, 23, 24, 25, 26, 2},
        new int[] {1, 38, 10, 11, 12, 13, 14, 2});

    /** SPPO specification, T11. The mistakes that it lists change the logit by at least 1e-4. */
    @Test
    void pairRmsForwardPassEqualsTheWorkedExample() {
        try (Scope scope = Scope.open(); PairRanker ranker = tiny(ScalarType.Double)) {
            assertThat(logit(ranker, AB)).isCloseTo(0.353503792006, within(1e-8));
            assertThat(logit(ranker, BA)).isCloseTo(0.364640904395, within(1e-8));
            int[] ids = {1, 36, 5, 6, 7, 8, 2, 1, 37, 10, 11, 12, 13, 14, 2, 1, 38, 20, 21, 22, 23, 24, 25, 26, 2};
            Tensor hidden = Deberta.over(ranker.config().encoder(), ranker.parameters(), PairRanker.ENCODER).hidden(List.of(ids));
            assertThat(Tensors.toDoubles(hidden.select(0, 0).select(0, 1).narrow(0, 0, 3)))
                .containsExactly(new double[] {-1.392742404, 1.106446203, -0.8396440388}, within(1e-8));
        }
    }

    @Test
    void logitsDoNotDependOnPaddingOrNeighbours() {
        Row longer = comparison(new int[] {1, 36, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 2}, new int[] {1, 37, 10, 11, 12, 13, 14, 15, 16, 17, 18, 2},
            new int[] {1, 38, 2});
        try (Scope scope = Scope.open(); PairRanker ranker = tiny(ScalarType.Double)) {
            double[] together = ranker.score(TokenBatch.of(longer, AB, BA), Want.SEQUENCES).values();
            assertThat(together[2] - together[3]).isCloseTo(logit(ranker, AB), within(1e-12));
            assertThat(together[4] - together[5]).isCloseTo(logit(ranker, BA), within(1e-12));
        }
    }

    @Test
    void aFewPositionsAreWhatAllPositionsGive() {
        List<int[]> rows = List.of(new int[] {1, 36, 5, 6, 7, 8, 2, 9, 10, 11, 12}, new int[] {1, 36, 5}, new int[] {4, 9, 16, 25, 36, 1, 2});
        List<int[]> positions = List.of(new int[] {10, 3, 3}, new int[] {0, 1, 2}, new int[] {6, 0, 5});
        try (Scope scope = Scope.open(); PairRanker ranker = tiny(ScalarType.Double)) {
            Deberta encoder = Deberta.over(ranker.config().encoder(), ranker.parameters(), PairRanker.ENCODER);
            Tensor all = encoder.hidden(rows);
            Tensor some = encoder.hidden(rows, positions);
            for (int r = 0; r < rows.size(); r++) {
                for (int i = 0; i < 3; i++) {
                    assertThat(Tensors.toDoubles(some.select(0, r).select(0, i)))
                        .containsExactly(Tensors.toDoubles(all.select(0, r).select(0, positions.get(r)[i])), within(1e-12));
                }
            }
            assertThatThrownBy(() -> encoder.hidden(rows, List.of(new int[] {0}, new int[] {3}, new int[] {0}))).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void bfloat16WeightsChangeLogitsLittleAndStatesStayFloat32() {
        try (Scope scope = Scope.open(); PairRanker ranker = tiny(ScalarType.Float)) {
            ranker.save(temporary, ScalarType.Float);
            try (PairRanker half = PairRanker.frozen(temporary, ScalarType.BFloat16)) {
                assertThat(logit(half, AB)).isCloseTo(logit(ranker, AB), within(0.02));
                assertThat(Tensors.dtype(Deberta.over(half.config().encoder(), half.parameters(), PairRanker.ENCODER).hidden(List.of(new int[] {1, 2}))))
                    .isEqualTo(ScalarType.Float);
            }
        }
    }

    @Test
    void gradientsEqualFiniteDifferences() {
        for (PairRanker.Pooling pooling : PairRanker.Pooling.values()) {
            DebertaConfig config = DebertaConfig.of(40, 16, 2, 2, 32, 4, 16);
            try (Scope scope = Scope.open(); PairRanker ranker = PairRanker.initialised(config, pooling, Seeds.of(3), ScalarType.Double, ScalarType.Double)) {
                // Larger weights than an initialisation's, so that nothing is nearly linear.
                ranker.parameters().flat().mul_(Tensors.scalar(10));
                ranker.parameters().zeroGradient();
                try (Tape tape = ranker.record(TokenBatch.of(AB, BA), Want.SEQUENCES)) {
                    tape.backward(new double[] {1, -1, 0.5, 2});
                }
                double[] gradient = Tensors.toDoubles(ranker.parameters().gradient());
                Tensor flat = ranker.parameters().flat();
                for (int i = 3; i < gradient.length; i += 211) {
                    double h = 1e-6;
                    double up = weighted(ranker, flat, i, h);
                    double down = weighted(ranker, flat, i, -2 * h);
                    weighted(ranker, flat, i, h);
                    assertThat(gradient[i]).as("%s, parameter %d", pooling, i).isCloseTo((up - down) / (2 * h), within(1e-6));
                }
            }
        }
    }

    @Test
    void aSavedRankerGivesTheSameLogits() {
        try (Scope scope = Scope.open(); PairRanker ranker = tiny(ScalarType.Float)) {
            ranker.save(temporary, ScalarType.Float);
            try (PairRanker again = PairRanker.frozen(temporary, ScalarType.Float)) {
                assertThat(logit(again, AB)).isEqualTo(logit(ranker, AB));
            }
        }
    }

    private static double weighted(PairRanker ranker, Tensor flat, int i, double h) {
        flat.narrow(0, i, 1).add_(Tensors.scalar(h));
        double[] v = ranker.score(TokenBatch.of(AB, BA), Want.SEQUENCES).values();
        return v[0] - v[1] + 0.5 * v[2] + 2 * v[3];
    }

    private static double logit(PairRanker ranker, Row row) {
        double[] f = ranker.score(TokenBatch.of(row), Want.SEQUENCES).values();
        return f[0] - f[1];
    }
}
