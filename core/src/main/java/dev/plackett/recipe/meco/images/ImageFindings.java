package dev.plackett.recipe.meco.images;

import dev.plackett.evaluate.density.PartitionCheck;
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
import java.util.stream.IntStream;

/**
 * What I1's rows say.
 *
 * @param rows    one per seed and method
 * @param methods names of those that were learnt
 */
record ImageFindings(MetricTable rows, List<String> methods) {

    private static final double MMD = 0.3;
    private static final double FRECHET = 0.5;

    Findings findings() {
        return Findings.none()
            .block(new Paragraph("An autoencoder's codes do not fill its prior: codes drawn from the prior decode to images that are none. Here a network tilts the "
                + "prior towards the codes of images, and samples are drawn by importance resampling. The Fréchet distance is one of features of a small classifier "
                + "of our own: only ratios mean something, and it is no FID."))
            .block(samples()).block(densities())
            .claim(everySeed("MECO's MMD² is at most 0.3 of the prior's on every seed", "mmd2", MMD))
            .claim(everySeed("MECO's Fréchet distance is at most half of the prior's on every seed", "frechet", FRECHET))
            .claim(at("NCE", "mmd2").minus(at("MECO", "mmd2")).above("MECO's codes are nearer to those of images than NCE's", 0,
                "mmd2 of NCE less mmd2 of MECO, rows series=meco/images"))
            .claim(at("NCE", "frechet").minus(at("MECO", "frechet")).above("MECO's images are nearer to images than NCE's", 0,
                "frechet of NCE less frechet of MECO, rows series=meco/images"));
    }

    private Claim everySeed(String claim, String field, double threshold) {
        double[] own = at("MECO", field).values();
        double[] prior = at(ImagePriors.PRIOR, field).values();
        double worst = IntStream.range(0, own.length).mapToDouble(i -> own[i] / prior[i]).max().orElse(Double.NaN);
        return Claim.below("", claim, worst, null, threshold, "largest ratio over seeds of " + field + " of MECO and the prior, rows series=meco/images");
    }

    private SeedValues at(String method, String field) {
        return SeedValues.of(rows.where("method", method), field);
    }

    private Table samples() {
        List<String> all = new ArrayList<>(List.of(ImagePriors.PRIOR));
        all.addAll(methods);
        all.add(ImagePriors.RECONSTRUCTIONS);
        Table table = Table.of("codes from", "MMD² × 1000", "Fréchet distance", "by Langevin: MMD² × 1000", "effective proposals per sample");
        for (String method : all) {
            SeedValues proposals = at(method, "effective_proposals");
            table = table.row(method, thousands(at(method, "mmd2")).cell(2), at(method, "frechet").cell(1), methods.contains(method)
                ? thousands(at(method, "mmd2_langevin")).cell(2) : null, methods.contains(method) ? proposals.cell(1) : null);
        }
        return table.note("Mean and standard deviation over seeds, as many codes as images held out. Fewer than ten effective proposals per sample: the samples are not "
            + "yet the model's own. Langevin: 200 short steps from the prior.");
    }

    private static SeedValues thousands(SeedValues values) {
        return new SeedValues(Arrays.stream(values.values()).map(v -> 1000 * v).toArray());
    }

    private Table densities() {
        Table table = Table.of("prior", "log r of test codes", "log Z, importance sampling", "its effective draws", "log Z, annealing", "its effective chains",
            "acceptance", "accepted");
        for (String method : methods) {
            double apart = Arrays.stream(at(method, "log_z_is").minus(at(method, "log_z_ais")).values()).map(Math::abs).max().orElse(Double.NaN);
            double least = Math.min(at(method, "ess").least(), at(method, "ess_ais").least());
            boolean accepted = apart <= PartitionCheck.TOLERANCE && least >= WeightSummary.RELIABLE;
            table = table.row(method, at(method, "log_r").cell(2), at(method, "log_z_is").cell(2), at(method, "ess").mean(), at(method, "log_z_ais").cell(2),
                at(method, "ess_ais").mean(), at(method, "acceptance").mean(), accepted ? "yes" : "no: unreliable");
        }
        return table.note("log Z is accepted where both estimates rest on ten effective draws or more and agree within " + PartitionCheck.TOLERANCE
            + " nats on every seed. Both are too low on average, which flatters log r.");
    }
}
