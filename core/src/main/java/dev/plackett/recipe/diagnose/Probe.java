package dev.plackett.recipe.diagnose;

import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.did.HiddenSum;
import dev.plackett.evaluate.did.TokenDid;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalProbe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What is asked of a model beside log-likelihoods. */
final class Probe {

    /** Pairs whose hidden states are looked at together. */
    private static final int TOGETHER = 8;
    /** Most positions of the token-level DID, and most numbers that are kept of one model. */
    private static final int POSITIONS = 2000;
    private static final int NUMBERS = 1 << 24;

    private Probe() {}

    /** Sums of hidden states over the responses, chosen and rejected in turn. */
    static List<HiddenSum> sums(CausalModel model, List<PairRow> rows) {
        CausalProbe probe = new CausalProbe(model);
        List<HiddenSum> out = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += TOGETHER) {
            List<PairRow> some = rows.subList(from, Math.min(rows.size(), from + TOGETHER));
            double[][] sums = probe.hiddenSums(new TokenBatch(some.stream().map(PairRow::row).toList()));
            for (int i = 0; i < sums.length; i++) {
                out.add(new HiddenSum(sums[i], some.get(i / 2).tokens(i % 2)));
            }
        }
        return out;
    }

    /** The first sample of as many prompts as there is room for. */
    static List<Row> positions(List<Row> drawn, int vocabulary) {
        int room = Math.min(POSITIONS, NUMBERS / vocabulary);
        List<Row> out = new ArrayList<>();
        int used = 0;
        for (Row row : drawn) {
            int length = row.branches().get(0).ids().length;
            if (out.isEmpty() || used + length <= room) {
                out.add(new Row(row.prefix(), List.of(row.branches().get(0))));
                used += length;
            }
        }
        return out;
    }

    /** Log-probabilities of the vocabulary at every position of the responses. */
    static List<float[]> distributions(CausalModel model, List<Row> rows) {
        CausalProbe probe = new CausalProbe(model);
        return rows.stream().flatMap(r -> Arrays.stream(probe.logProbabilities(TokenBatch.of(r)))).toList();
    }

    /** The DID of the next token, between two models' distributions at the same positions. */
    static TokenDid tokens(List<float[]> policy, List<float[]> reference) {
        return TokenDid.of(IntStream.range(0, policy.size())
            .mapToObj(i -> TokenDid.at(doubles(policy.get(i)), doubles(reference.get(i)), TokenDid.TOP_P)).toList());
    }

    private static double[] doubles(float[] values) {
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
