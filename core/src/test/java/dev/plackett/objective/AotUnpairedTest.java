package dev.plackett.objective;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AotUnpairedTest {

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(new AotUnpaired(0.1, 0), "aot_unpaired");
    }

    @Test
    void properties() {
        ObjectiveProperties.check(new AotUnpaired(0.3, 0), s -> naive(s, 0.3, 0));
        ObjectiveProperties.check(new AotUnpaired(0.3, 0.1), s -> naive(s, 0.3, 0.1));
    }

    private static double naive(Signals s, double beta, double smoothing) {
        double[] w = IntStream.range(0, s.units()).mapToDouble(u -> NaivePair.of(s, u).w()).sorted().toArray();
        double[] l = IntStream.range(0, s.units()).mapToDouble(u -> NaivePair.of(s, u).l()).sorted().toArray();
        double sum = 0;
        for (int k = 0; k < w.length; k++) {
            double p = NaivePair.sigmoid(beta * (w[k] - l[k]));
            sum -= (1 - smoothing) * Math.log(p) + smoothing * Math.log(1 - p);
        }
        return sum / w.length;
    }
}
