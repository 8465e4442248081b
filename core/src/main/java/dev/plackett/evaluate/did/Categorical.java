package dev.plackett.evaluate.did;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws from finitely many weighted things, in the logarithm of their number. */
public final class Categorical {

    private final double[] cumulative;

    private Categorical(double[] cumulative) {
        this.cumulative = cumulative;
    }

    /** Of a policy. */
    public static Categorical of(FinitePolicy policy) {
        return of(policy.probabilities());
    }

    /** Of weights that need not add up to 1; at least one above 0. */
    public static Categorical of(double[] weights) {
        double[] cumulative = weights.clone();
        Arrays.parallelPrefix(cumulative, Double::sum);
        if (cumulative.length == 0 || !(cumulative[cumulative.length - 1] > 0) || Arrays.stream(weights).anyMatch(w -> !(w >= 0))) {
            throw new IllegalArgumentException("cannot draw by weights " + Arrays.toString(weights) + ": expected numbers from 0, one of them above");
        }
        return new Categorical(cumulative);
    }

    /** One draw. */
    public int draw(RandomGenerator random) {
        double at = random.nextDouble() * cumulative[cumulative.length - 1];
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > at) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Several independent draws. */
    public int[] draw(int n, RandomGenerator random) {
        int[] out = new int[n];
        Arrays.setAll(out, i -> draw(random));
        return out;
    }
}
