package dev.plackett.data.points;

/** log Σ exp of numbers whose largest is known. */
final class LogSum {

    private LogSum() {}

    static double of(double[] numbers, double largest) {
        if (Double.isInfinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (double x : numbers) {
            sum += Math.exp(x - largest);
        }
        return largest + Math.log(sum);
    }
}
