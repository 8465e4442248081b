package dev.plackett.recipe.did;

import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.evaluate.did.MarginPanel;
import dev.plackett.evaluate.did.PowerLawPanel;
import dev.plackett.evaluate.did.Scored;
import dev.plackett.evaluate.did.ScoredPair;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * R4: whether the policies that R1 trained stand in a power law with the data, and how they order log-margins.
 *
 * @param config what R1 trained and how
 */
record PowerLaws(DidConfig.Tabular config) implements Experiment {

    static final String NAME = "R4";
    /** The row of the target itself. */
    static final String TARGET = "target";
    private static final String SERIES = "did/power-law";
    private static final String POINTS = "did/power-law-points";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Power law and log-margins";
    }

    @Override
    public int seedsWanted() {
        return 5;
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        for (long seed : seeds) {
            Path policies = TrainedPolicies.of(seed, context);
            context.stage(NAME + ", seed " + seed + ": fits", 1, ContentHash.none().path("policies", policies, context.digests()), stage -> {
                Space space = Space.of(seed, config.vocabulary());
                fit(seed, TARGET, space.target(), space, context);
                for (Map.Entry<String, FinitePolicy> end : TrainedPolicies.read(policies).entrySet()) {
                    fit(seed, end.getKey(), end.getValue(), space, context);
                }
            });
        }
    }

    private void fit(long seed, String method, FinitePolicy policy, Space space, RunContext context) {
        FinitePolicy rejected = space.rejected(config.beta());
        int n = policy.size();
        double[] weights = space.reference().probabilities();
        PowerLawPanel law = PowerLawPanel.of(Collections.nCopies(n, ""), policy.logRatio(space.reference()), space.reference().logRatio(rejected),
            weights, Bootstrap.seeded(seed));
        List<ScoredPair> pairs = new ArrayList<>();
        double[] mass = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            pairs.add(new ScoredPair("", scored(i / n, policy, space.reference(), rejected), scored(i % n, policy, space.reference(), rejected)));
            mass[i] = weights[i / n] * Math.exp(rejected.logs()[i % n]);
        }
        MarginPanel margins = MarginPanel.of(pairs, mass, config.beta());
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("seed", seed);
        labels.put("method", method);
        Map<String, Double> values = new LinkedHashMap<>(Map.of("ordered", margins.ordered(), "deviation", margins.deviation(),
            "deviation_worst", margins.worst()));
        if (law.reading() != PowerLawPanel.Reading.NO_TARGET) {
            values.put("slope", law.slope());
            values.put("r2", law.r2());
        }
        context.listener().metrics(SERIES, labels, values);
        for (PowerLawPanel.Point point : law.points()) {
            context.listener().metrics(POINTS, labels, Map.of("x", point.x(), "y", point.y()));
        }
    }

    private static Scored scored(int response, FinitePolicy policy, FinitePolicy reference, FinitePolicy rejected) {
        double base = reference.logs()[response];
        return new Scored(policy.logs()[response], base, base, rejected.logs()[response], 1);
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new PowerLawFindings(config, metrics.series(SERIES), metrics.series(POINTS).where("seed", seeds.get(0))).findings();
    }
}
