package dev.plackett.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.model.architecture.Llama;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** States and distributions at the positions that predict a response, beside what the scorer says of the same response. */
class CausalProbeTest {

    private static final Row PAIR = Row.of(new int[] {1, 5, 9}, new int[] {7, 3, 11, 2}, new int[] {4, 2});
    private static final Row OTHER = Row.of(new int[] {1, 5, 9, 6, 6, 8, 3}, new int[] {9, 9, 9, 9, 9, 9, 9, 9, 9, 2}, new int[] {2});

    @Test
    void distributionsHoldTheScorersLogLikelihoods() {
        with((model, probe) -> {
            TokenBatch batch = new TokenBatch(java.util.List.of(PAIR, OTHER));
            double[] tokens = new CausalScorer(model).score(batch, Want.TOKENS).values();
            float[][] logs = probe.logProbabilities(batch);
            int[] ids = batch.rows().stream().flatMap(r -> r.branches().stream()).flatMapToInt(b -> Arrays.stream(b.ids())).toArray();
            assertThat(logs).hasNumberOfRows(17);
            for (int i = 0; i < ids.length; i++) {
                assertThat((double) logs[i][ids[i]]).isCloseTo(tokens[i], within(1e-5));
                float[] row = logs[i];
                assertThat(IntStream.range(0, 20).mapToDouble(v -> Math.exp(row[v])).sum()).isCloseTo(1, within(1e-5));
            }
        });
    }

    /** The head is linear, so (W_v − W_0)·S is the sum over positions of log π(v) − log π(0). */
    @Test
    void sumsOfStatesAreThoseThatPredictTheResponse() {
        with((model, probe) -> {
            double[][] sums = probe.hiddenSums(TokenBatch.of(PAIR, OTHER));
            float[][] logs = probe.logProbabilities(TokenBatch.of(PAIR, OTHER));
            float[] head = Tensors.toFloats(model.head().store().weight(model.head().weight()));
            int[] start = {0, 4, 6, 16, 17};
            for (int s = 0; s < 4; s++) {
                for (int v = 1; v < 20; v++) {
                    double product = 0;
                    for (int h = 0; h < 16; h++) {
                        product += (head[v * 16 + h] - head[h]) * sums[s][h];
                    }
                    double logits = 0;
                    for (int t = start[s]; t < start[s + 1]; t++) {
                        logits += logs[t][v] - logs[t][0];
                    }
                    assertThat(product).isCloseTo(logits, within(1e-4));
                }
            }
            assertThat(probe.hiddenSums(TokenBatch.of(PAIR))[0]).as("alone as in company: padding takes no part").usingComparatorWithPrecision(1e-4)
                .containsExactly(sums[0]);
        });
    }

    private static void with(java.util.function.BiConsumer<Decoder, CausalProbe> test) {
        try (Scope scope = Scope.open(); Decoder model = Decoder.initialised(Llama.plan(new CausalModel.Shape(20, 16, 2, 2, 2, 8, 64), 24, 1, 2,
            Optional.of(0)),
            Seeds.of(3), ScalarType.Float, ScalarType.Float)) {
            test.accept(model, new CausalProbe(model));
        }
    }
}
