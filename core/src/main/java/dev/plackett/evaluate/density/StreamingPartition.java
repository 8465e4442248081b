package dev.plackett.evaluate.density;

import dev.plackett.evaluate.LogSpace;

/**
 * log Z of what does not change, over as many draws as come: a plain mean in the log domain (weight 1/t for the t-th), with the effective sample size. For a
 * fixed reward under a fixed reference policy this is right, and a moving average would only forget. Three numbers are all of its state.
 *
 * @param draws      seen so far
 * @param logSum     log Σw; −∞ before a draw with weight
 * @param logSquares log Σw²
 */
public record StreamingPartition(long draws, double logSum, double logSquares) {

    /** Before the first draw. */
    public static StreamingPartition empty() {
        return new StreamingPartition(0, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    /**
     * With more draws.
     *
     * @param logWeights log w of each: r/β of answers of the reference policy
     * @throws ArithmeticException where one is no number or +∞
     */
    public StreamingPartition with(double... logWeights) {
        double sum = logSum;
        double squares = logSquares;
        for (double l : logWeights) {
            if (!(l < Double.POSITIVE_INFINITY)) {
                throw new ArithmeticException("the log-weight of a draw is " + l + ", expected a number or minus infinity");
            }
            sum = LogSpace.sum(sum, l);
            squares = LogSpace.sum(squares, 2 * l);
        }
        return new StreamingPartition(draws + logWeights.length, sum, squares);
    }

    /** log of the mean weight; NaN before the first draw. */
    public double logZ() {
        return draws == 0 ? Double.NaN : logSum - Math.log(draws);
    }

    /** (Σw)²/Σw², in draws; 0 while none has weight. */
    public double effective() {
        return logSum == Double.NEGATIVE_INFINITY ? 0 : Math.exp(2 * logSum - logSquares);
    }
}
