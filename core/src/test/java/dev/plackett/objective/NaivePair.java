package dev.plackett.objective;

import dev.plackett.data.Column;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A pair as the papers write it, for losses written from their formulas without any care for speed or range.
 *
 * @param w        log π_θ(y_w)/π_ref(y_w), or log π_θ(y_w) without a reference
 * @param l        the same of y_l
 * @param lengthOfW scored tokens of y_w
 * @param lengthOfL scored tokens of y_l
 */
record NaivePair(double w, double l, double lengthOfW, double lengthOfL) {

    /** The mean of a loss over all pairs. */
    static ToDoubleFunction<Signals> mean(ToDoubleFunction<NaivePair> loss) {
        return s -> IntStream.range(0, s.units()).mapToDouble(u -> loss.applyAsDouble(of(s, u))).sum() / s.divisors().units();
    }

    static NaivePair of(Signals s, int u) {
        return new NaivePair(ratio(s, 2 * u), ratio(s, 2 * u + 1), length(s, 2 * u), length(s, 2 * u + 1));
    }

    double delta() {
        return w - l;
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double ratio(Signals s, int sequence) {
        double sum = 0;
        for (int i = s.sequenceStart()[sequence]; i < s.sequenceStart()[sequence + 1]; i++) {
            sum += s.policy()[i] - (s.columns().has(Column.REFERENCE) ? s.column(Column.REFERENCE)[i] : 0);
        }
        return sum;
    }

    private static double length(Signals s, int sequence) {
        return s.columns().has(Column.LENGTH) ? s.column(Column.LENGTH)[sequence] : 1;
    }
}
