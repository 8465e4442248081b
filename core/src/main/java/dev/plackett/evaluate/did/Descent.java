package dev.plackett.evaluate.did;

/** How a few numbers are moved against a gradient; for tables. Networks have {@code train.Optimizer}. */
public interface Descent {

    /** A fresh run over that many numbers. */
    Stepper start(int size);

    /** One run's state. */
    @FunctionalInterface
    interface Stepper {
        /**
         * Moves {@code x} in place.
         *
         * @param factor of the learning rate, 1 without a schedule
         */
        void step(double[] x, double[] gradient, double factor);
    }

    /** x − rate·g. */
    static Descent plain(double rate) {
        return size -> (x, g, factor) -> {
            for (int i = 0; i < x.length; i++) {
                x[i] -= rate * factor * g[i];
            }
        };
    }

    /** Adam (Kingma and Ba 2015) with 0.9, 0.999 and 1e-8. */
    static Descent adam(double rate) {
        return size -> {
            double[] mean = new double[size];
            double[] square = new double[size];
            int[] steps = {0};
            return (x, g, factor) -> {
                steps[0]++;
                double correctMean = 1 - Math.pow(0.9, steps[0]);
                double correctSquare = 1 - Math.pow(0.999, steps[0]);
                for (int i = 0; i < x.length; i++) {
                    mean[i] = 0.9 * mean[i] + 0.1 * g[i];
                    square[i] = 0.999 * square[i] + 0.001 * g[i] * g[i];
                    x[i] -= rate * factor * mean[i] / correctMean / (Math.sqrt(square[i] / correctSquare) + 1e-8);
                }
            };
        };
    }
}
