package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.Did;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.evaluate.did.PairMatrix;
import dev.plackett.evaluate.did.TabularLoss;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * R1: on all pairs of the reference and the closed form's rejected policy DPO ends at the target, and objectives that are not proper losses on its
 * margin end elsewhere. Every seed has policies of its own.
 *
 * @param config what is trained and how
 */
record ObjectivesEnd(DidConfig.Tabular config) implements Experiment {

    static final String NAME = "R1";
    private static final String SERIES = "did/objectives";
    private static final String CURVE = "did/curve";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Where objectives end";
    }

    @Override
    public int seedsWanted() {
        return 5;
    }

    /** The stage whose result holds a seed's {@link TrainedPolicies}. */
    static String stage(long seed) {
        return NAME + ", seed " + seed + ": objectives";
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        for (long seed : seeds) {
            context.stage(stage(seed), 15, ContentHash.none(), stage -> train(seed, stage, context));
        }
    }

    private void train(long seed, Stage stage, RunContext context) {
        Space space = Space.of(seed, config.vocabulary());
        PairMatrix pairs = space.pairs(config.beta());
        List<Method> methods = Method.all(config);
        List<Fitting.Job> jobs = methods.stream().map(m -> Fitting.Job.of(m.name(), TabularLoss.of(m.objective(), pairs, space.reference()),
            space.reference())).toList();
        List<List<Fitting.Point>> curves = Fitting.of(config).train(jobs, stage(seed), stage.stop(), context.listener());
        FinitePolicy did = Did.of(space.target(), space.reference()).distribution();
        TabularLoss dpo = jobs.get(0).loss();
        List<FinitePolicy> ends = new ArrayList<>();
        for (int m = 0; m < methods.size(); m++) {
            for (Fitting.Point point : curves.get(m)) {
                context.listener().metrics(CURVE, labels(seed, methods.get(m), point.step()),
                    Map.of("js", point.policy().jensenShannon(space.target())));
            }
            FinitePolicy end = curves.get(m).get(curves.get(m).size() - 1).policy();
            ends.add(end);
            context.listener().metrics(SERIES, labels(seed, methods.get(m), config.steps()), Map.of("js", end.jensenShannon(space.target()),
                "js_did", end.jensenShannon(did), "loss", jobs.get(m).loss().value(end.logs()), "loss_optimum", dpo.value(space.target().logs()),
                "js_start", space.start()));
        }
        TrainedPolicies.write(stage.file(TrainedPolicies.FILE), methods, ends);
    }

    private static Map<String, Object> labels(long seed, Method method, int step) {
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("seed", seed);
        labels.put("method", method.name());
        labels.put("step", step);
        return labels;
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new ObjectivesFindings(Method.all(config), metrics.series(SERIES), metrics.series(CURVE)).findings();
    }
}
