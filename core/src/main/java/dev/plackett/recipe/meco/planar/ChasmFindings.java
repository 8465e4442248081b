package dev.plackett.recipe.meco.planar;

import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.SeedValues;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.List;

/**
 * What P2's rows say.
 *
 * @param config  what was asked for
 * @param rows    one per seed and method
 * @param methods their names, in the order of the table
 */
record ChasmFindings(PlanarConfig config, MetricTable rows, List<String> methods) {

    Findings findings() {
        Table table = Table.of("method", "test NLL", "above the true density", "MMD² × 1000", "|log u − log Z|", "ESS/B of the noise", "mean Σω", "largest Σω");
        for (String method : methods) {
            table = table.row(method, at(method, "nll").cell(3), at(method, "excess").cell(3), 1000 * at(method, "mmd2").mean(),
                known(at(method, "own_error").mean()), at(method, "ess_share").mean(), known(at(method, "omega_mean").mean()),
                known(at(method, "omega_most").mean()));
        }
        return Findings.none()
            .block(new Paragraph(String.format("8gaussians with the fitted Gaussian moved by (%s, 0). The network lies between −%2$s and %2$s. A batch of noise has "
                + "hardly a row where the data are; what an average over batches remembers is what helps. log u is then a poor estimate of log Z, as it says itself: "
                + "Σω reaches its cap of 1/γ.", config.shift(), config.bound())))
            .block(table.note("Nats. Mean and standard deviation over seeds."))
            .claim(at("NCE", "nll").minus(at("MECO", "nll")).above("with noise moved away from the data and a bounded network MECO's likelihood is better than NCE's",
                0, "nll of NCE less nll of MECO, rows series=meco/chasm"))
            .claim(at("SNIS", "nll").minus(at("MECO", "nll")).above("it is the memory that does it: without it (gamma 1) the likelihood is worse", 0,
                "nll of SNIS less nll of MECO, rows series=meco/chasm"));
    }

    private SeedValues at(String method, String field) {
        return SeedValues.of(rows.where("method", method), field);
    }

    private static Object known(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
