package dev.plackett.train;

import org.bytedeco.pytorch.Tensor;

/** How trusted workers share an optimiser step. */
public interface Exchange {

    /** Sum of a count over all workers. */
    double total(double mine);

    /** Log-likelihoods of all workers, this worker's at {@link #offset}. */
    double[] gather(double[] mine);

    /** Where this worker's numbers begin in what {@link #gather} returned last. */
    int offset();

    /** Sums a flat gradient over all workers, in place. */
    void sum(Tensor flat);

    /** One worker. */
    static Exchange alone() {
        return new Exchange() {
            @Override
            public double total(double mine) {
                return mine;
            }

            @Override
            public double[] gather(double[] mine) {
                return mine;
            }

            @Override
            public int offset() {
                return 0;
            }

            @Override
            public void sum(Tensor flat) {
                // Nothing to add: the gradient is already whole.
            }
        };
    }
}
