package dev.plackett.recipe;

import dev.plackett.data.TokenBatch;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.judge.PairRmInput;
import dev.plackett.model.PairRanker;
import dev.plackett.model.Want;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Table;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Scoring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often a ranker prefers a word's definition, both orders read, beside the rule that the longer answer wins; in rows {@code series=accuracy}. */
final class RankerAccuracy {

    private static final long TOKENS = 3400;
    private static final int LONGEST_SOURCE = 32;
    private static final int LONGEST_CANDIDATE = 48;

    private RankerAccuracy() {}

    /** Inputs of the embedded rankers. */
    static PairRmInput input(Tokenizer tokenizer) {
        return new PairRmInput(tokenizer, LONGEST_SOURCE, LONGEST_CANDIDATE);
    }

    /** Measures on each kind of negatives and emits a row for each. */
    static void emit(PairRanker ranker, Tokenizer tokenizer, RankerData held, Map<String, Object> labels, Listener listener, StopSignal stop) {
        PairRmInput input = input(tokenizer);
        for (RankerData.Kind kind : RankerData.Kind.values()) {
            List<RankerData.Comparison> comparisons = held.all(kind, Seeds.of(0));
            List<TokenBatch> rows = new ArrayList<>();
            double longer = 0;
            for (RankerData.Comparison c : comparisons) {
                rows.add(TokenBatch.of(input.row(c.prompt(), c.right(), c.wrong())));
                rows.add(TokenBatch.of(input.row(c.prompt(), c.wrong(), c.right())));
                longer += (1 + Integer.signum(c.right().length() - c.wrong().length())) / 2.0;
            }
            double[] f = Scoring.all(ranker, rows, Want.SEQUENCES, TOKENS, stop).values();
            double right = 0;
            for (int i = 0; i < comparisons.size(); i++) {
                double logit = f[4 * i] - f[4 * i + 1] - (f[4 * i + 2] - f[4 * i + 3]);
                right += logit > 0 ? 1 : 0;
            }
            Map<String, Object> row = new LinkedHashMap<>(labels);
            row.put("negatives", kind.name().toLowerCase(Locale.ROOT));
            listener.metrics("accuracy", row, Map.of("comparisons", (double) comparisons.size(), "ranker", right / comparisons.size(),
                "longer", longer / comparisons.size()));
        }
    }

    /** The rows as a table. */
    static Table table(MetricTable accuracy) {
        Table table = Table.of("the definition against", "comparisons", "ranker", "the longer answer");
        for (MetricRow row : accuracy.rows()) {
            table = table.row(row.text("negatives"), row.number("comparisons"), row.number("ranker"), row.number("longer"));
        }
        return table;
    }

    /**
     * That a ranker stands ten points above the longer answer, over all comparisons.
     *
     * @param who what the ranker is called
     */
    static Claim claim(MetricTable accuracy, String who) {
        double n = 0;
        double lead = 0;
        double ranker = 0;
        for (MetricRow row : accuracy.rows()) {
            n += row.number("comparisons");
            ranker += row.number("comparisons") * row.number("ranker");
            lead += row.number("comparisons") * (row.number("ranker") - row.number("longer"));
        }
        double error = Math.sqrt(ranker / n * (1 - ranker / n) / n);
        return Claim.above("sppo", who + " stands at least 10 points above the rule that the longer answer wins, on words that never train", lead / n,
            Claim.Interval.normal(lead / n, error), 0.10, "ranker - longer, weighted by comparisons, over rows series=accuracy");
    }
}
