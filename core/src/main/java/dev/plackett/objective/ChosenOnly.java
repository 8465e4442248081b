package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A loss on single sequences, on the chosen answers of pairs; the rejected ones are only looked at. Supervised fine-tuning beside a preference loss is this.
 *
 * @param loss the loss, of one sequence at a time
 */
public record ChosenOnly(Objective loss) implements Objective {

    public ChosenOnly {
        if (loss.needs().unit() != Unit.EXAMPLE) {
            throw new IllegalArgumentException(loss + " looks at one " + loss.needs().unit() + " at a time, expected one sequence");
        }
    }

    /** An objective as one on pairs. */
    public static Objective onPairs(Objective objective) {
        return objective.needs().unit() == Unit.EXAMPLE ? new ChosenOnly(objective) : objective;
    }

    @Override
    public Needs needs() {
        return loss.needs().of(Unit.PAIR);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        int n = signals.units();
        int[] chosen = IntStream.range(0, n).map(u -> signals.unitStart()[u]).toArray();
        int[] elements = Arrays.stream(chosen).flatMap(s -> IntStream.range(signals.sequenceStart()[s], signals.sequenceStart()[s + 1])).toArray();
        int[] start = new int[n + 1];
        for (int u = 0; u < n; u++) {
            start[u + 1] = start[u] + signals.sequenceStart()[chosen[u] + 1] - signals.sequenceStart()[chosen[u]];
        }
        Columns columns = Columns.none();
        for (Column column : signals.columns().names()) {
            columns = columns.with(column, switch (column.level()) {
                case ELEMENT -> pick(signals.column(column), elements);
                case SEQUENCE -> pick(signals.column(column), chosen);
                case UNIT -> signals.column(column);
            });
        }
        Divisors all = signals.divisors();
        Outcome outcome = loss.evaluate(new Signals(pick(signals.policy(), elements), start, IntStream.rangeClosed(0, n).toArray(), columns,
            new Divisors(all.units(), all.units(), all.firstTokens(), all.firstTokens())), carry);
        double[] coefficient = new double[signals.policy().length];
        IntStream.range(0, elements.length).forEach(i -> coefficient[elements[i]] = outcome.coefficient()[i]);
        Metrics metrics = new Metrics();
        outcome.metrics().forEach(metrics::add);
        PairLoss.pairs(signals).forEach(pair -> metrics.add("logps/chosen", pair.chosen()).add("logps/rejected", pair.rejected()));
        return new Outcome(outcome.value(), coefficient, outcome.kind(), metrics.stats(), outcome.next());
    }

    private static double[] pick(double[] numbers, int[] at) {
        return Arrays.stream(at).mapToDouble(i -> numbers[i]).toArray();
    }
}
