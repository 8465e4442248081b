package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.ClosedForm;
import dev.plackett.evaluate.did.Exploration;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** DID specification 6.5: what DID entropy does and does not say, on references small enough to see it; exact, without a seed. */
record CounterExamples() implements Experiment {

    static final String NAME = "counter-examples";
    private static final String POWERS = "did/powers";
    private static final String OVER = "did/over-extrapolation";
    private static final String PEAKED = "one head, seven tails";
    private static final Map<String, FinitePolicy> REFERENCES = new TreeMap<>(Map.of(
        PEAKED, FinitePolicy.of(.65, .05, .05, .05, .05, .05, .05, .05), "equally spaced", FinitePolicy.softmax(-1.5, -.5, .5, 1.5),
        "five heads, one tail", FinitePolicy.of(.19, .19, .19, .19, .19, .05)));
    private static final double[] T = {3, 2, 1.5, 1, .5, 0};

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return "Sharpening, smoothing and DID entropy";
    }

    @Override
    public int seedsWanted() {
        return 1;
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        context.stage(NAME, 1, ContentHash.none(), stage -> {
            REFERENCES.forEach((name, reference) -> {
                for (double t : T) {
                    Exploration e = Exploration.of(reference.power(t), reference);
                    Map<String, Object> labels = new LinkedHashMap<>();
                    labels.put("reference", name);
                    labels.put("power", t);
                    context.listener().metrics(POWERS, labels, Map.of("did_entropy", e.didEntropy(), "overlap", e.overlap(),
                        "entropy_change", e.entropyChange(), "forward_kl", e.forwardKl()));
                }
            });
            FinitePolicy reference = FinitePolicy.of(.4, .3, .2, .1);
            FinitePolicy chosen = FinitePolicy.of(.1, .2, .3, .4);
            for (double inverse = 0.25; inverse <= 3; inverse += 0.25) {
                context.listener().metrics(OVER, Map.of("inverse_beta", inverse), Map.of(
                    "chosen", ClosedForm.chosenChange(reference, chosen, reference, 1 / inverse),
                    "rejected", ClosedForm.rejectedChange(reference, chosen, reference, 1 / inverse)));
            }
        });
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        MetricTable rows = metrics.series(POWERS);
        Table table = Table.of("reference", "policy is its power", "DID entropy", "overlap index", "change of the policy's entropy",
            "KL(policy, reference)");
        for (MetricRow r : rows.rows()) {
            table = table.row(r.text("reference"), r.number("power"), r.number("did_entropy"), r.number("overlap"), r.number("entropy_change"),
                Math.max(0, r.number("forward_kl")));
        }
        MetricTable over = metrics.series(OVER);
        LineChart chart = LineChart.of("Chosen from elsewhere, rejected from the reference", "1/beta", "mean change of log-likelihood")
            .line("chosen", over.column("inverse_beta"), over.column("chosen"))
            .line("rejected", over.column("inverse_beta"), over.column("rejected"));
        double least = REFERENCES.keySet().stream().mapToDouble(name -> smoothedLessSharpened(rows, name)).min().orElseThrow();
        long wrong = rows.rows().stream().filter(r -> Math.abs(r.number("power") - 1) > 0.1)
            .filter(r -> r.number("overlap") * r.number("entropy_change") >= 0).count();
        String where = "rows series=did/powers";
        return Findings.none().block(new Paragraph("Powers above 1 sharpen a reference, powers below 1 smooth it. No update at all has the highest "
            + "DID entropy there is.")).block(table).block(chart)
            .claim(Claim.above("did", "smoothing by the power 1/2 has a higher DID entropy than sharpening by 3/2, on a peaked reference",
                smoothedLessSharpened(rows, PEAKED), null, 0, "difference of did_entropy, " + where + ", reference=" + PEAKED))
            .claim(Claim.above("did", "the same on every reference: high DID entropy means smoothing. Counter-examples: equal on equally spaced "
                + "log-probabilities, the other way round with five heads and one tail", least, null, 0, "least difference of did_entropy, " + where))
            .claim(Claim.below("did", "the overlap index is above 0 exactly where a power sharpens (ours): number of updates where it is not", wrong,
                null, 0.5, "overlap and entropy_change, " + where))
            .claim(Claim.below("did", "with off-policy chosen responses a beta too small makes even the chosen less likely",
                Arrays.stream(over.column("chosen")).min().orElseThrow(), null, 0, "least chosen, rows series=" + OVER));
    }

    private static double smoothedLessSharpened(MetricTable rows, String reference) {
        MetricTable mine = rows.where("reference", reference);
        return mine.where("power", 0.5).last("did_entropy") - mine.where("power", 1.5).last("did_entropy");
    }
}
