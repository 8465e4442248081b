package dev.plackett.recipe.meco.outside;

import dev.plackett.evaluate.density.WeightSummary;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.SeedValues;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What O1's rows say.
 *
 * @param rows    one per seed and method
 * @param methods their names, in the order of the tables
 */
record OutsideFindings(MetricTable rows, List<String> methods) {

    private static final List<String> SETS = List.of("vflip", "noise", "interp", OutsideData.OTHER, "inverted", "black");
    private static final double WORSE = -0.01;

    Findings findings() {
        double least = Arrays.stream(rows.having("ess").column("ess")).min().orElse(Double.NaN);
        return Findings.none()
            .block(new Paragraph("Fashion-MNIST without sandals and bags, on whitened principal components; the noise is a mixture of Gaussians. Scores are "
                + "log-densities. AUROC: the chance that an image of the test set scores above one that does not belong. Inverted and black images are shown "
                + "though the mean leaves them out: a likelihood mostly says how simple an image is, so plain black passes for familiar."))
            .block(likelihoods()).block(table("AUROC", "auroc/")).block(table("FPR95", "fpr95/")).block(table("AUPR", "aupr/"))
            .claim(at(OutsideDetection.ALONE, "nll").minus(at("MECO", "nll")).above("MECO's likelihood is better than that of its noise alone", 0,
                "nll of q alone less nll of MECO, rows series=meco/outside"))
            .claim(at("MECO", "auroc").minus(at(OutsideDetection.ALONE, "auroc")).above("MECO detects as well as its noise alone or better, in the mean over four "
                + "sets", 0, "auroc of MECO less auroc of q alone, rows series=meco/outside"))
            .claim(at("MECO", "auroc").minus(at("NCE", "auroc")).above("a tie with NCE, as expected: MECO's mean AUROC is at most 0.01 lower", WORSE,
                "auroc of MECO less auroc of NCE, rows series=meco/outside"))
            .claim(Claim.above("", "log Z rests on at least " + (int) WeightSummary.RELIABLE + " effective draws in every run", least, null, WeightSummary.RELIABLE,
                "smallest ess, rows series=meco/outside"));
    }

    private SeedValues at(String method, String field) {
        return SeedValues.of(rows.where("method", method), field);
    }

    private Table likelihoods() {
        Table table = Table.of("model", "test NLL", "training NLL", "effective draws behind log Z", "|own log Z − log Z|", "mean AUROC of four sets");
        for (String method : methods) {
            double ess = at(method, "ess").least();
            table = table.row(method, cell(method, "nll", 2), cell(method, "nll_training", 2), Double.isNaN(ess) ? null
                : Math.round(ess) + (ess < WeightSummary.RELIABLE ? " (unreliable)" : ""), known(at(method, "own_error").mean()), cell(method, "auroc", 3));
        }
        return table.note("Nats of the components; mean and standard deviation over seeds. The gap between training and test is overfitting. Effective draws: of "
            + "the seed with fewest.");
    }

    private Table table(String title, String field) {
        List<String> heads = new ArrayList<>(List.of(title));
        heads.addAll(SETS);
        Table table = Table.of(heads.toArray(String[]::new));
        for (String method : methods) {
            List<Object> cells = new ArrayList<>(List.of(method));
            SETS.forEach(set -> cells.add(cell(method, field + set, 3)));
            table = table.row(cells.toArray());
        }
        return table;
    }

    private Object cell(String method, String field, int digits) {
        SeedValues values = at(method, field);
        return Double.isNaN(values.mean()) ? null : values.cell(digits);
    }

    private static Object known(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
