package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.ClosedForm;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.evaluate.did.PairMatrix;
import dev.plackett.evaluate.did.TabularLoss;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.SeedValues;
import dev.plackett.report.Claim;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * R3: DPO ends where the rejected responses' policy sends it, and only the closed form sends it to the target.
 *
 * @param config what is trained and how
 */
record RejectedPolicies(DidConfig.Tabular config) implements Experiment {

    private static final String SERIES = "did/rejected";
    private static final String CLOSED = "closed form";
    private static final String TARGET_CHOSEN = "reference, chosen from the target at beta 1";
    private static final String REFERENCE = "reference";
    private static final String TARGET = "target";
    private static final String DOUBLE = "closed form at double beta";

    /**
     * Where pairs come from.
     *
     * @param beta      DPO's
     * @param prototype mean JS that our prototype measured on other seeds
     */
    private record Source(String rejected, FinitePolicy chosen, FinitePolicy policy, double beta, double prototype) {}

    private List<Source> sources(long seed, Space space) {
        FinitePolicy reference = space.reference();
        double beta = config.beta();
        return List.of(new Source(CLOSED, reference, space.rejected(beta), beta, 2e-5),
            new Source(TARGET_CHOSEN, space.target(), reference, 1, 0),
            new Source(DOUBLE, reference, space.rejected(2 * beta), beta, 0.068),
            new Source(REFERENCE, reference, reference, beta, 0.177),
            new Source("reference to the power 1/2", reference, reference.power(0.5), beta, 0.23),
            new Source("uniform", reference, FinitePolicy.uniform(reference.size()), beta, 0.28),
            new Source("random", reference, Space.random(seed, "rejected", reference.size()), beta, 0.29),
            new Source(TARGET, reference, space.target(), beta, 0.42));
    }

    @Override
    public String name() {
        return "R3";
    }

    @Override
    public String title() {
        return "Where rejected responses should come from";
    }

    @Override
    public int seedsWanted() {
        return 5;
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        for (long seed : seeds) {
            String name = name() + ", seed " + seed + ": rejected policies";
            context.stage(name, 5, ContentHash.none(), stage -> train(name, seed, stage, context));
        }
    }

    private void train(String stageName, long seed, Stage stage, RunContext context) {
        Space space = Space.of(seed, config.vocabulary());
        List<Source> sources = sources(seed, space);
        List<Fitting.Job> jobs = sources.stream().map(s -> Fitting.Job.of(s.rejected, TabularLoss.of(Objective.dpo(s.beta),
            PairMatrix.independent(s.chosen, s.policy), space.reference()), space.reference())).toList();
        List<List<Fitting.Point>> curves = Fitting.of(config).watched(1).train(jobs, stageName, stage.stop(), context.listener());
        for (int i = 0; i < sources.size(); i++) {
            Source s = sources.get(i);
            FinitePolicy end = curves.get(i).get(curves.get(i).size() - 1).policy();
            FinitePolicy predicted = ClosedForm.optimum(space.reference(), s.chosen, s.policy, s.beta);
            Map<String, Object> labels = new LinkedHashMap<>();
            labels.put("seed", seed);
            labels.put("rejected", s.rejected);
            context.listener().metrics(SERIES, labels, Map.of("js", end.jensenShannon(space.target()),
                "js_predicted", predicted.jensenShannon(space.target()), "js_to_predicted", end.jensenShannon(predicted),
                "js_start", space.start(), "prototype", s.prototype));
        }
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        MetricTable rows = metrics.series(SERIES);
        List<String> names = rows.labels("rejected");
        Table table = Table.of("rejected responses from", "JS to the target", "foretold by the formula", "largest JS to where it says", "prototype");
        for (String name : names) {
            SeedValues js = js(rows, name);
            table = table.row(name, js.mean(), SeedValues.of(rows.where("rejected", name), "js_predicted").mean(),
                SeedValues.of(rows.where("rejected", name), "js_to_predicted").largest(), rows.where("rejected", name).last("prototype"));
        }
        String where = ", rows series=did/rejected";
        SeedValues away = js(rows, REFERENCE).minus(SeedValues.of(rows.where("rejected", REFERENCE), "js_start"));
        String next = names.stream().filter(n -> !n.equals(TARGET)).max(Comparator.comparingDouble(n -> js(rows, n).mean())).orElseThrow();
        String nearest = names.stream().filter(n -> !n.equals(CLOSED) && !n.equals(TARGET_CHOSEN))
            .min(Comparator.comparingDouble(n -> js(rows, n).mean())).orElseThrow();
        return Findings.none().block(new Paragraph("DPO on all pairs; chosen responses come from the reference but in one case. The formula is the "
            + "reference times (chosen over rejected) to the power 1/beta."))
            .block(table.note("Means over seeds. The prototype's numbers are other seeds' in another implementation."))
            .claim(js(rows, CLOSED).below("with rejected responses from the closed form DPO reaches the target; the prototype's JS was 2e-5", 5e-4,
                "js" + where + ", rejected=" + CLOSED))
            .claim(js(rows, TARGET_CHOSEN).below("with chosen responses from the target, rejected ones from the reference and beta 1 it does too",
                5e-4, "js" + where + ", rejected=" + TARGET_CHOSEN))
            .claim(js(rows, nearest).above("no other rejected policy leads near the target; nearest is '" + nearest + "'", 5e-4,
                "js" + where + ", rejected=" + nearest))
            .claim(js(rows, TARGET).minus(js(rows, next)).above("rejecting the target's own responses leads farthest away; next is '" + next + "'", 0,
                "js less that of rejected=" + next + where + ", rejected=" + TARGET))
            .claim(Claim.below("did", "with rejected responses from the reference nothing is learned, on every seed",
                Math.max(away.largest(), -away.least()), null, 1e-6, "largest |js - js_start|" + where + ", rejected=" + REFERENCE))
            .claim(formula(rows, names, "DPO ends where the formula says, on every seed, but where labels are near certain", where, DOUBLE))
            .claim(formula(rows, names, "the same for every rejected policy", where, ""));
    }

    /** The largest distance from the formula's end over all policies but one. */
    private static Claim formula(MetricTable rows, List<String> names, String claim, String where, String except) {
        String worst = names.stream().filter(n -> !n.equals(except)).max(Comparator.comparingDouble(n -> SeedValues.of(rows.where("rejected", n),
            "js_to_predicted").largest())).orElseThrow();
        return Claim.below("did", claim + " (ours); farthest from it after the last step is '" + worst + "'",
            SeedValues.of(rows.where("rejected", worst), "js_to_predicted").largest(), null, 5e-4, "largest js_to_predicted" + where);
    }

    private static SeedValues js(MetricTable rows, String rejected) {
        return SeedValues.of(rows.where("rejected", rejected), "js");
    }
}
