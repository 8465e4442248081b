package dev.plackett.robust;

import static dev.plackett.robust.Matrices.A7;
import static dev.plackett.robust.Matrices.S03;
import static dev.plackett.robust.Matrices.S07;
import static dev.plackett.robust.Matrices.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.robust.Matrices.Update;
import dev.plackett.robust.flag.Combine;
import dev.plackett.robust.flag.Flag;
import dev.plackett.robust.flag.PairWeights;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The specification's worked cases S01 to S09, and its numbers on A7. */
class FlagWorkedTest {

    private static final Flag PAPER = Flag.paper();

    private static void expect(Flag flag, double[][] rows, double tolerance, double[] direction, double[] quality, double... objective) {
        Update update = update(flag, rows);
        assertThat(update.direction()).usingComparatorWithPrecision(tolerance).containsExactly(direction);
        Findings findings = update.aggregation().findings();
        if (quality.length > 0) {
            assertThat(findings.quality()).usingComparatorWithPrecision(tolerance).containsExactly(quality);
        }
        if (objective.length > 0) {
            assertThat(findings.objective()).usingComparatorWithPrecision(tolerance).containsExactly(objective);
            assertThat(findings.iterations()).isEqualTo(objective.length - 1);
        }
    }

    @Test
    void s01ByHand() {
        double[][] rows = {{1, 0}, {0.8, 0.6}, {0, 1}};
        // √(1 − v) of a v that is 1 but for rounding is 1e-8.
        expect(PAPER.withDimension(1).withIterations(1), rows, 1e-7, new double[] {0.64, 0.48}, new double[] {0.64, 1, 0.36}, 3, 1.4);
        expect(Flag.released().withDimension(1), rows, 1e-9, new double[] {1.92, 1.44}, new double[0]);
    }

    @Test
    void s02TwoClusters() {
        double[][] rows = {{1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 1, 0}};
        expect(PAPER.withDimension(1), rows, 1e-9, new double[] {2.0 / 3, 0, 0}, new double[] {1, 1, 1, 1, 0, 0});
        expect(Flag.released().withDimension(1).withIterations(5), rows, 1e-9, new double[] {4, 0, 0}, new double[0]);
        expect(PAPER.withDimension(2), rows, 1e-9, new double[] {2.0 / 3, 1.0 / 3, 0}, new double[0]);
    }

    @Test
    void s03AndItsTrace() {
        Flag flag = PAPER.withDimension(2);
        double[][] traces = {{0.7011762824, 0.9557791096, 0.8741535215, 0.5429355147, 0.8007320882, 0.9271749459},
            {0.7548684513, 0.9729770239, 0.8427860195, 0.423392562, 0.8422941835, 0.9455781291},
            {0.7684599676, 0.978527678, 0.8207284382, 0.3884115654, 0.8498847923, 0.9541976296},
            {0.766180562, 0.9817614528, 0.8076947156, 0.3871339127, 0.8460926271, 0.9602352769},
            {0.7591695791, 0.9844698248, 0.7978206851, 0.3962452074, 0.8389604352, 0.9653740447}};
        double[] objective = {6.0, 2.504004784, 2.4457500529, 2.4346282854, 2.4317041096, 2.4294028843};
        for (int t = 1; t <= 5; t++) {
            Findings findings = update(flag.withIterations(t), S03).aggregation().findings();
            assertThat(findings.quality()).usingComparatorWithPrecision(t < 5 ? 1e-8 : 1e-7).containsExactly(traces[t - 1]);
            assertThat(findings.objective()).usingComparatorWithPrecision(1e-8).containsExactly(Arrays.copyOf(objective, t + 1));
        }
        expect(flag.withIterations(1), S03, 1e-8, new double[] {0.4305096875, -2.001057703, -0.1593415665, 0.034515116}, new double[0]);
        expect(flag.withIterations(1).with(Combine.RELEASED), S03, 1e-8, new double[] {0.5032569774, -2.156984306, -0.1948261373, -0.0051415402}, new double[0]);
        expect(flag.withIterations(2), S03, 1e-8, new double[] {0.392660915, -2.0074954896, -0.0784469165, -0.0766498049}, new double[0]);
        expect(flag.withIterations(2).with(Combine.RELEASED), S03, 1e-8, new double[] {0.4609863722, -2.1568683687, -0.1170588276, -0.1296315983}, new double[0]);
        expect(flag, S03, 1e-7, new double[] {0.3161529782, -2.0067665298, -0.0356262646, -0.174213812}, new double[0]);
        expect(flag.with(Combine.RELEASED), S03, 1e-7, new double[] {0.3780415039, -2.1508157668, -0.0727771404, -0.2350704905}, new double[0]);
    }

    @Test
    void s04AndS05WithPairs() {
        expect(PAPER.withDimension(2).withIterations(3).withPairs(PairWeights.PAPER, 2), S03, 1e-8,
            new double[] {0.4948275817, -1.1642232222, 0.8008268452, -0.2567167981},
            new double[] {0.9679126501, 0.7629945235, 0.5819741275, 0.3110170735, 0.4520345623, 0.7186264217}, 6.0, 3.5730784041, 3.4794449714, 3.4132541224);
        expect(Flag.released().withDimension(2).withIterations(3).withPairs(PairWeights.RELEASED, 8), S03, 1e-8,
            new double[] {0.7455435924, -1.9367711434, 0.0049704812, -0.4254946},
            new double[] {0.9808356007, 0.9438995201, 0.8357781522, 0.0555412998, 0.9698138264, 0.7400265016}, 6.0, 2.5328488764, 2.4699290367, 2.4359841901);
    }

    @Test
    void otherExponents() {
        Flag flag = PAPER.withDimension(2);
        expect(flag.withExponent(1), S03, 1e-6, new double[] {0.430510, -2.001058, -0.159342, 0.034515}, new double[0]);
        expect(flag.withExponent(4), S03, 1e-6, new double[] {0.086133, -1.963391, -0.001244, -0.352292}, new double[0]);
        expect(flag.withExponent(Double.POSITIVE_INFINITY), S03, 1e-6, new double[] {0.044032, -1.942791, -0.006212, -0.394827}, new double[0]);
    }

    @Test
    void converged() {
        Update update = update(PAPER.withDimension(2).untilConverged(), S03);
        assertThat(update.direction()).usingComparatorWithPrecision(1e-5).containsExactly(0.045200, -1.943515, -0.006641, -0.393596);
        double[] objective = update.aggregation().findings().objective();
        assertThat(objective[objective.length - 1]).isCloseTo(2.4020417, within(1e-6));
    }

    @Test
    void s07WithAZeroWorker() {
        expect(PAPER.withDimension(2), S07, 1e-7, new double[] {0.7128194707, 0.6544043737, 0.07279716, -0.236339153},
            new double[] {0.2832822756, 0.9890994094, 0.0, 0.9689468399, 0.5968243731, 0.9093345189},
            6.0, 3.3073268663, 3.1598934975, 3.0879749365, 3.0734497629, 3.0632850053);
        expect(Flag.released().withDimension(2).withIterations(5), S07, 1e-7, new double[] {1.0408268525, 1.0447353204, 0.2075081749, -0.4297126439},
            new double[0]);
    }

    private static void s08(int m, int iterations, double[] paper, double[] released, double[] quality, double... objective) {
        double tolerance = m == 4 || iterations == 5 ? 1e-5 : 1e-8;
        expect(PAPER.withDimension(m).withIterations(iterations), A7, tolerance, paper, quality, objective);
        expect(Flag.released().withDimension(m).withIterations(iterations), A7, tolerance, released, new double[0]);
    }

    @Test
    void s08AnOutlierAmongSeven() {
        s08(1, 1, new double[] {1.0104351863, 1.7845121351, -0.9149493077, 0.3858287918, 2.8106653392},
            new double[] {1.6858925013, 2.977425636, -1.5265760713, 0.6437482342, 4.6895433605},
            new double[] {0.9985617822, 0.9949319482, 0.9693838021, 0.9745766939, 0.9696031429, 0.9855108575, 0.0082713992}, 7.0, 1.7341093285);
        s08(1, 5, new double[] {0.9539946745, 1.7923462586, -0.9098859979, 0.4234871931, 2.7434419121},
            new double[] {1.6138601429, 3.0320884027, -1.5392420795, 0.7164076699, 4.6410443102},
            new double[] {0.9996948015, 0.992306498, 0.9760299496, 0.9736434733, 0.9683259752, 0.9835153381, 0.0051651748},
            7.0, 1.7341093285, 1.7291832822, 1.7273831041, 1.7265547707, 1.7261307717);
        s08(2, 1, new double[] {2.3490451983, 0.2365458069, 0.5450898979, -1.0564151947, 3.9855142654},
            new double[] {1.036291957, 1.2651281738, -0.5524033799, 0.1135597613, 2.5144641175},
            new double[] {0.9997106081, 0.998948524, 0.9976840149, 0.9751026722, 0.9699184492, 0.9855425924, 0.9999400553}, 7.0, 0.5567732441);
        s08(2, 5, new double[] {2.3049617101, 0.2411636565, 0.6000766044, -1.025242526, 4.0108899588},
            new double[] {1.007234793, 1.2672859424, -0.5156184155, 0.1359132308, 2.5313179064},
            new double[] {0.9999931816, 0.9992922919, 0.9989460686, 0.9747242691, 0.9704394188, 0.981673053, 0.9999999962},
            7.0, 0.5567732441, 0.5309888772, 0.5286955061, 0.528244875, 0.5280324963);
        s08(4, 1, new double[] {2.3256590214, 0.2289994512, 0.553985782, -1.0487611547, 4.0005580035},
            new double[] {0.5168301298, 0.6327213214, -0.2751912879, 0.0569640532, 1.2579089094},
            new double[] {0.9999616939, 0.9998172439, 0.9998429765, 0.9997049887, 0.9996927769, 0.9999958926, 0.9999953179}, 7.0, 0.0711329834);
        s08(4, 5, new double[] {2.3364039065, 0.2274450247, 0.5649152667, -1.0278911871, 3.9982364685},
            new double[] {0.5206101202, 0.6321771735, -0.2714245828, 0.0642066384, 1.2570635697},
            new double[] {1.0, 0.9999490831, 0.9999684943, 0.9994947867, 0.9993825116, 0.9999999969, 0.9999999981},
            7.0, 0.0711329834, 0.0649087859, 0.0621559499, 0.0607002121, 0.0601782805);
        for (int iterations : new int[] {1, 5}) {
            s08(5, iterations, Matrices.mean(A7), new double[] {0.4136011397, 0.5061569176, -0.2200044822, 0.0458490408, 1.0063008721},
                new double[] {1, 1, 1, 1, 1, 1, 1});
        }
    }

    @Test
    void thePortableGenerator() {
        PortableRandom random = new PortableRandom(42);
        assertThat(new long[] {random.next(), random.next(), random.next()}).containsExactly(0xbdd732262feb6e95L, 0x28efe333b266f103L, 0x47526757130f9f52L);
        PortableRandom fresh = new PortableRandom(42);
        assertThat(fresh.normals(3)).usingComparatorWithPrecision(1e-10).containsExactly(0.8822489062, -0.4508498757, 0.1883526341);
    }

    @Test
    void s09FifteenWorkersOfWhomThreeSendUniformNumbers() {
        PortableRandom random = new PortableRandom(2024);
        PortableRandom.Honest honest = random.honest(12, 1000, 0.3);
        double[][] rows = Arrays.copyOf(honest.rows(), 15);
        for (int i = 12; i < 15; i++) {
            rows[i] = random.uniforms(1000);
        }
        assertThat(Arrays.stream(rows).flatMapToDouble(Arrays::stream).sum()).isCloseTo(1389.0087585526, within(1e-8));
        assertThat(Arrays.copyOf(rows[0], 3)).usingComparatorWithPrecision(1e-9).containsExactly(0.3954984873, 1.0663009885, -0.7883010735);
        assertThat(Arrays.copyOf(rows[12], 3)).usingComparatorWithPrecision(1e-9).containsExactly(0.0573351997, 0.4813604329, 0.1099069473);
        s09(Flag.released(), rows, honest.mu(), 1e-8, new double[] {0.9712459694, 27.5427565426, 0.0433555162, 0.0501707335, -0.0566161167, 0.8945726513,
            0.8260322498}, 15.0, 7.0604502938);
        s09(Flag.released().withIterations(5), rows, honest.mu(), 1e-6, new double[] {0.9560140006, 26.5268091466, 0.0428697422, 0.0564354169, -0.0505015327,
            0.9999999843, 0.8188345045}, 15.0, 7.0604502938, 6.2976137801, 5.8462662673, 5.6960709147, 5.6557786253);
        s09(PAPER, rows, honest.mu(), 1e-5, new double[] {15.6097650779, 452.7010930204, 0.6802553756, 0.8785585875, -0.9063447716, 0.9999999843, 0.8188345045},
            15.0, 7.0604502938, 6.2976137801, 5.8462662673, 5.6960709147, 5.6557786253);
        s09(Flag.released().withDimension(1).withIterations(50), rows, honest.mu(), 1e-6, new double[] {7.203981893, 217.6254507915, 0.2850498699, 0.3013722206,
            -0.4969498923, 0.3246236474, 0.0041230044}, 15.0, 12.4632295265, 12.4625216323, 12.4625182543, 12.4625182214, 12.462518221, 12.462518221);
        Findings converged = update(Flag.released().untilConverged(), rows).aggregation().findings();
        assertThat(converged.iterations()).isEqualTo(22);
        assertThat(converged.objective()[22]).isCloseTo(5.4990581662, within(1e-6));
        int[] whole = IntStream.range(0, 15).filter(i -> converged.quality()[i] > 0.999).toArray();
        assertThat(whole).containsExactly(0, 2, 3, 5, 7, 9, 10);
        assertThat(Matrices.norm(update(Flag.released().untilConverged(), rows).direction())).isCloseTo(0.9290573, within(1e-5));
    }

    /** Norm, product with μ, three numbers of the update, the qualities of worker 0 and worker 12. */
    private static void s09(Flag flag, double[][] rows, double[] mu, double tolerance, double[] expected, double... objective) {
        Update update = update(flag, rows);
        double[] d = update.direction();
        double[] v = update.aggregation().findings().quality();
        double[] found = {Matrices.norm(d), Matrices.dot(d, mu), d[0], d[1], d[2], v[0], v[12]};
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).as("number %d", i).isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
        }
        double[] errors = update.aggregation().findings().objective();
        assertThat(errors).hasSizeGreaterThanOrEqualTo(Math.min(objective.length, 6));
        for (int i = 0; i < Math.min(errors.length, objective.length); i++) {
            assertThat(errors[i]).isCloseTo(objective[i], within(1e-6));
        }
    }

    @Test
    void theLikelihoodOfQualities() {
        double[] v = update(PAPER.withDimension(2).withIterations(1), S03).aggregation().findings().quality();
        assertThat(BetaDistribution.PAPER.negativeLogLikelihood(v, 0)).isCloseTo(-1.548558, within(1e-6));
        assertThat(update(PAPER.withDimension(2).withIterations(1), S03).aggregation().findings().numbers().get("negative_log_likelihood"))
            .isCloseTo(-1.548558, within(1e-5));
    }
}
