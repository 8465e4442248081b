package dev.plackett.recipe.meco.planar;

import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.SeedValues;
import dev.plackett.recipe.meco.tilt.Fit;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What P1's rows say.
 *
 * @param experiment what was asked for
 * @param rows       one per seed, set, method, rate and budget
 * @param seeds      in order; the first decides on the learning rates
 */
record PlanarFindings(PlanarDensities experiment, MetricTable rows, List<Long> seeds) {

    /** Methods with a good noise are within so many nats of each other, and of the true density. */
    private static final double TIE = 0.1;
    private static final double FLOOR = 0.2;
    private static final double OWN = 0.05;
    private static final double GOOD_NOISE = 0.1;

    Findings findings() {
        Findings out = Findings.none().block(new Paragraph("The model tilts a Gaussian that was fitted to the data; all methods have the same network and draw "
            + "the same numbers of data and noise. log Z is measured on a grid of 561 by 561 nodes in float64. With a noise this good a tie is what is expected: "
            + "the differences below are small, and NCE is not the loser of them."));
        for (String set : experiment.config().sets()) {
            out = out.block(new Paragraph(set)).block(table(set)).claim(tie(set)).claim(floor(set));
        }
        return own(out);
    }

    /** The rate that does best on the first seed. */
    double rate(String set, Fit fit) {
        MetricTable first = of(set, fit, Equal.time(fit)).where("seed", seeds.get(0));
        return experiment.config().rates().stream()
            .min(Comparator.comparingDouble(r -> number(first.where("rate", r).last("nll")))).orElseThrow();
    }

    private static double number(double nll) {
        return Double.isNaN(nll) ? Double.POSITIVE_INFINITY : nll;
    }

    private MetricTable of(String set, Fit fit, Equal equal) {
        return rows.where("set", set).where("method", fit.name()).where("equal", equal.label());
    }

    private SeedValues at(String set, Fit fit, Equal equal, String field) {
        return SeedValues.of(of(set, fit, equal).where("rate", rate(set, fit)), field);
    }

    /** Methods that are compared as such: those whose updates take no longer than NCE's, which are all that contrast data with noise. */
    private List<Fit> contrasting(String set) {
        return experiment.methods(set).stream().filter(fit -> fit.cost() <= 1).toList();
    }

    private Claim tie(String set) {
        List<Fit> fits = contrasting(set);
        double[] spread = IntStream.range(0, seeds.size()).mapToDouble(i -> {
            double[] nll = fits.stream().mapToDouble(f -> at(set, f, Equal.BATCHES, "nll").values()[i]).toArray();
            return Arrays.stream(nll).max().orElseThrow() - Arrays.stream(nll).min().orElseThrow();
        }).toArray();
        return new SeedValues(spread).below("a tie, as expected: on " + set + " " + fits.size() + " methods on the same noise are within " + TIE
            + " nats of each other", TIE, evidence("largest less smallest nll over methods", set));
    }

    private Claim floor(String set) {
        List<Fit> fits = contrasting(set);
        double[] worst = IntStream.range(0, seeds.size()).mapToDouble(i -> fits.stream().mapToDouble(f -> at(set, f, Equal.BATCHES, "excess").values()[i])
            .max().orElseThrow()).toArray();
        return new SeedValues(worst).below("on " + set + " each of them is within " + FLOOR + " nats of the true density", FLOOR,
            evidence("largest excess over methods", set));
    }

    private Findings own(Findings out) {
        double[] worst = rows.rows().stream().filter(r -> r.text("method").startsWith("MECO") && r.number("ess_share") > GOOD_NOISE)
            .mapToDouble(r -> r.number("own_error")).toArray();
        return out.claim(Claim.below("", "where the noise is good (ESS/B above " + GOOD_NOISE + ") MECO's log u ends within " + OWN + " of log Z",
            Arrays.stream(worst).max().orElse(Double.NaN), null, OWN, "largest own_error, rows series=meco/planar, method MECO or MECO-centred, ess_share > "
                + GOOD_NOISE));
    }

    private static String evidence(String what, String set) {
        return String.format(Locale.ROOT, "%s, rows series=meco/planar, set=%s, equal=batches", what, set);
    }

    private Table table(String set) {
        Table table = Table.of("method", "rate", "test NLL, equal updates", "in equal time", "above the true density", "MMD² × 1000", "|own log Z − log Z|",
            "ESS/B of the noise", "largest Σω", "updates in equal time");
        for (Fit fit : experiment.methods(set)) {
            Equal time = Equal.time(fit);
            boolean batches = Equal.of(fit, experiment.config().equalBatches()).contains(Equal.BATCHES);
            table = table.row(fit.name(), rate(set, fit), batches ? at(set, fit, Equal.BATCHES, "nll").cell(4) : null, at(set, fit, time, "nll").cell(4),
                at(set, fit, time, "excess").cell(4), 1000 * at(set, fit, time, "mmd2").mean(), known(at(set, fit, time, "own_error").mean()),
                at(set, fit, time, "ess_share").mean(), known(at(set, fit, time, "omega_most").mean()), at(set, fit, time, "updates").mean());
        }
        return table.note("Nats. Where an update takes longer than NCE's, equal time means fewer updates (Langevin steps are charged), by a factor that was measured. "
            + "Own log Z: log u, or 0 for methods that normalise themselves. " + (experiment.config().rates().size() > 1
            ? "Rates are the best of " + experiment.config().rates() + " on seed " + seeds.get(0) + "." : "One rate for all; meco-full chooses from a grid."));
    }

    private static Object known(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
