package dev.plackett.judge;

import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.event.StopSignal;
import dev.plackett.model.PairRanker;
import dev.plackett.model.Want;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Scoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A pair ranker as judge: every ordered pair of every contest, batched by length. Logits do not depend on what else is in a batch, to rounding. */
public final class RankerJudge implements Judge {

    /** Tokens read at a time: measured to be near the fastest, and small enough for the caches. */
    private static final long BUDGET = 3200;

    private final PairRanker ranker;
    private final Tokenizer tokenizer;
    private final PairRmInput input;

    private RankerJudge(PairRanker ranker, Tokenizer tokenizer) {
        this.ranker = ranker;
        this.tokenizer = tokenizer;
        this.input = new PairRmInput(tokenizer, ranker.config().sourceLength(), ranker.config().candidateLength());
    }

    /**
     * Opens a ranker's folder: PairRM's layout with its {@code tokenizer.json}.
     *
     * <p>The released PairRM was never loaded by us: its files could not be had here. A folder with its names and shapes was, and its worked example
     * ({@code -Dplackett.pairrm=DIR} runs it as a test) waits for the real one.
     */
    public static RankerJudge open(Path folder) {
        Tokenizer tokenizer = Tokenizer.open(folder);
        try {
            PairRanker ranker = PairRanker.frozen(folder, ScalarType.Float);
            try {
                return new RankerJudge(ranker, tokenizer);
            } catch (RuntimeException e) {
                ranker.close();
                throw e;
            }
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    @Override
    public List<Verdict> judge(List<Contest> contests) {
        return judge(contests, StopSignal.none());
    }

    @Override
    public List<Verdict> judge(List<Contest> contests, StopSignal stop) {
        List<TokenBatch> rows = new ArrayList<>();
        for (Contest contest : contests) {
            int[] source = input.source(contest.prompt());
            int k = contest.candidates().size();
            int[][] first = new int[k][];
            int[][] second = new int[k][];
            for (int i = 0; i < k; i++) {
                first[i] = input.candidate(contest.candidates().get(i), 0, source.length);
                second[i] = input.candidate(contest.candidates().get(i), 1, source.length);
            }
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    if (i != j) {
                        rows.add(TokenBatch.of(Row.of(source, first[i], second[j])));
                    }
                }
            }
        }
        double[] logits = logits(rows, stop);
        List<Verdict> out = new ArrayList<>();
        int at = 0;
        for (Contest contest : contests) {
            int k = contest.candidates().size();
            double[][] c = new double[k][k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    c[i][j] = i == j ? 0 : logits[at++];
                }
            }
            out.add(new Verdict.Logits(c));
        }
        return out;
    }

    @Override
    public void close() {
        ranker.close();
        tokenizer.close();
    }

    private double[] logits(List<TokenBatch> rows, StopSignal stop) {
        int[] order = IntStream.range(0, rows.size()).boxed().sorted(Comparator.comparingLong(i -> rows.get(i).cost()))
            .mapToInt(Integer::intValue).toArray();
        double[] f = Scoring.all(ranker, IntStream.of(order).mapToObj(rows::get).toList(), Want.SEQUENCES, BUDGET, stop).values();
        double[] out = new double[rows.size()];
        for (int i = 0; i < order.length; i++) {
            out[order[i]] = f[2 * i] - f[2 * i + 1];
        }
        return out;
    }
}
