package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.evaluate.did.PairMatrix;
import dev.plackett.evaluate.did.TabularLoss;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * R2: how many pairs DPO needs to come near the target, trained to the end on all of them, or on four fifths and stopped where the last fifth's loss
 * is least.
 *
 * @param config what is trained and how
 */
record SampleSizes(DidConfig.Tabular config) implements Experiment {

    private static final String SERIES = "did/samples";
    private static final double HELD_OUT = 0.2;
    /** Policies looked at on the way; the early stop is one of them. */
    private static final int POINTS = 300;

    @Override
    public String name() {
        return "R2";
    }

    @Override
    public String title() {
        return "How many pairs it takes";
    }

    @Override
    public int seedsWanted() {
        return 5;
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        for (long seed : seeds) {
            String name = name() + ", seed " + seed + ": samples of pairs";
            context.stage(name, 8, ContentHash.none(), stage -> train(name, seed, stage, context));
        }
    }

    /** A power of the data with a number of pairs: all of them, what trains before an early stop, and what decides it. */
    private record Sample(double beta, int pairs, PairMatrix all, PairMatrix training, PairMatrix heldOut) {

        static Sample of(double beta, int n, Space space, long seed) {
            int held = (int) Math.round(HELD_OUT * n);
            SplittableRandom random = Seeds.of(seed).at("pairs").at(n).at(Double.doubleToLongBits(beta)).random();
            PairMatrix population = space.pairs(beta);
            PairMatrix training = population.sample(n - held, random);
            PairMatrix heldOut = population.sample(held, random);
            double[][] all = new double[population.size()][population.size()];
            for (int a = 0; a < all.length; a++) {
                for (int b = 0; b < all.length; b++) {
                    all[a][b] = training.mass()[a][b] * (n - held) + heldOut.mass()[a][b] * held;
                }
            }
            return new Sample(beta, n, PairMatrix.ofCounts(all), training, heldOut);
        }
    }

    private void train(String stageName, long seed, Stage stage, RunContext context) {
        Space space = Space.of(seed, config.vocabulary());
        List<Sample> samples = new ArrayList<>();
        config.betas().forEach(beta -> config.pairs().forEach(n -> samples.add(Sample.of(beta, n, space, seed))));
        List<Fitting.Job> jobs = new ArrayList<>();
        for (Sample s : samples) {
            jobs.add(job(s, s.all, space));
            jobs.add(job(s, s.training, space));
        }
        List<List<Fitting.Point>> curves = Fitting.of(config).watched(POINTS).train(jobs, stageName, stage.stop(), context.listener());
        for (int i = 0; i < samples.size(); i++) {
            Sample s = samples.get(i);
            TabularLoss held = TabularLoss.of(Objective.dpo(s.beta), s.heldOut, space.reference());
            Fitting.Point stopped = curves.get(2 * i + 1).stream().min(Comparator.comparingDouble(p -> held.value(p.policy().logs()))).orElseThrow();
            FinitePolicy end = curves.get(2 * i).get(curves.get(2 * i).size() - 1).policy();
            Map<String, Object> labels = new LinkedHashMap<>();
            labels.put("seed", seed);
            labels.put("beta", s.beta);
            labels.put("pairs", s.pairs);
            context.listener().metrics(SERIES, labels, Map.of("js", end.jensenShannon(space.target()),
                "js_stopped", stopped.policy().jensenShannon(space.target()), "stopped_at", (double) stopped.step(), "js_start", space.start(),
                "optimum_exists", s.all.graph().stronglyConnected() ? 1.0 : 0));
        }
    }

    private static Fitting.Job job(Sample sample, PairMatrix pairs, Space space) {
        return Fitting.Job.of(sample.pairs + " pairs", TabularLoss.of(Objective.dpo(sample.beta), pairs, space.reference()), space.reference());
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new SampleFindings(config, metrics.series(SERIES)).findings();
    }
}
