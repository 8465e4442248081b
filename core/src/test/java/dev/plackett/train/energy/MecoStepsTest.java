package dev.plackett.train.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.PointBatch;
import dev.plackett.model.energy.Energy;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.model.energy.EnergyScorer;
import dev.plackett.model.energy.LocationFamily;
import dev.plackett.model.energy.NaturalFamily;
import dev.plackett.objective.Objective;
import dev.plackett.objective.energy.LogPartitions;
import dev.plackett.objective.energy.Meco;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.Optimizer;
import dev.plackett.train.StepGradient;
import dev.plackett.train.StepLoop;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** Section 5.4 of the specification, through everything that a run calls: scorer, engine, objective, optimiser, loop. */
class MecoStepsTest {

    private static final double[][] DATA = {{1.5, 2.5}, {2, 3}, {1, 2.2}};
    private static final double[][] NOISE = {{0, 1, 3, -2}, {0.5, 2, -1, 4}, {2.5, 1.5, 0, -0.5}};

    /** The rows of a step, in one part or each in a part of its own. */
    private static List<Example<PointBatch>> rows(int step, boolean apart) {
        double[] x = Stream.of(DATA[step], NOISE[step]).flatMapToDouble(Arrays::stream).toArray();
        double[] q = Arrays.stream(x).map(v -> -(v - 1) * (v - 1) / 8 - Math.log(2 * Math.sqrt(2 * Math.PI))).toArray();
        double[] isData = {1, 1, 0, 0, 0, 0};
        if (!apart) {
            return List.of(new Example<>(PointBatch.of(x, 1), Columns.of(Column.DATA, isData).with(Column.NOISE, q)));
        }
        return java.util.stream.IntStream.range(0, x.length).mapToObj(i ->
            new Example<>(PointBatch.of(new double[] {x[i]}, 1), Columns.of(Column.DATA, isData[i]).with(Column.NOISE, q[i]))).toList();
    }

    private record Run(double[] theta, double[] logU, double[] norm, double[] logG, double[] sum) {}

    private static Run run(EnergyPlan plan, Objective objective, int steps, long budget, boolean apart) {
        Run run = new Run(new double[steps], new double[steps], new double[steps], new double[steps], new double[steps]);
        try (Energy energy = Energy.trainable(plan, ScalarType.Double, Seeds.of(0))) {
            try (NoGradGuard off = new NoGradGuard()) {
                energy.parameters().master("theta").fill_(Tensors.scalar(0.5));
            }
            Engine<PointBatch> engine = new Engine<>(new EnergyScorer(energy), energy.parameters(), budget, Exchange.alone());
            StepGradient gradient = StepGradient.of(engine, objective, step -> rows((int) step, apart));
            try (StepLoop loop = new StepLoop(gradient, energy.parameters(), Optimizer.averaged(energy.parameters(), 0.3), step -> 0.5, 0)) {
                for (int t = 0; t < steps; t++) {
                    Map<String, Double> metrics = loop.step();
                    run.theta[t] = Tensors.toDoubles(energy.parameters().master("theta"))[0];
                    run.logU[t] = LogPartitions.of(loop.carry()).group(0).logU();
                    run.norm[t] = metrics.get("grad_norm");
                    run.logG[t] = metrics.get("log_g");
                    run.sum[t] = metrics.get("omega/sum");
                }
            }
        }
        return run;
    }

    @Test
    void theWorkedRun() {
        // All at once, two-pass in parts of three rows, and a step whose rows come one by one.
        for (Run run : List.of(run(LocationFamily.gaussianMean(1), Meco.of(0.2), 3, 1000, false), run(LocationFamily.gaussianMean(1), Meco.of(0.2), 3, 3, false),
            run(LocationFamily.gaussianMean(1), Meco.of(0.2), 3, 1000, true), run(LocationFamily.gaussianMean(1), Meco.of(0.2), 3, 2, true))) {
            assertThat(run.theta).containsExactly(new double[] {1.3016656134030453, 2.044792688958313, 2.5241159066441017}, within(1e-12));
            assertThat(run.logU).containsExactly(new double[] {0.9630855263558532, 0.9382199343400556, 0.9611989403049235}, within(1e-12));
            assertThat(run.logG).containsExactly(new double[] {0.9630855263558532, 0.8320710224377436, 1.0481726474559996}, within(1e-12));
            assertThat(run.sum).containsExactly(new double[] {1, 0.8992907230123582, 1.0908679973137592}, within(1e-12));
            assertThat(run.norm).containsExactly(new double[] {1.6033312268060906, 1.2130743078209056, 0.2724382346859898}, within(1e-12));
        }
    }

    @Test
    void theCentredRunInEitherForm() {
        for (EnergyPlan plan : List.of(LocationFamily.gaussianMean(1), NaturalFamily.gaussianMean(1))) {
            Run run = run(plan, Meco.of(0.2).asCentred(), 2, 1000, false);
            assertThat(run.logU[1]).isCloseTo(2.1261995220436223, within(1e-12));
            assertThat(run.sum[1]).isCloseTo(0.6369106828446831, within(1e-12));
            assertThat(run.norm).containsExactly(new double[] {1.6033312268060906, 0.7736713254266868}, within(1e-12));
            assertThat(run.theta[1]).isCloseTo(1.9788822415991802, within(1e-12));
        }
        double[] shift = run(LocationFamily.gaussianMean(1), Meco.of(0.2), 2, 1000, false).theta();
        double[] natural = run(NaturalFamily.gaussianMean(1), Meco.of(0.2), 2, 1000, false).theta();
        assertThat(natural[1]).as("the plain form sees the parametrisation").isNotCloseTo(shift[1], within(1e-3));
    }
}
