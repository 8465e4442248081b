package dev.plackett.recipe.meco.own;

import dev.plackett.evaluate.density.PartitionCheck;
import dev.plackett.evaluate.density.WeightSummary;
import dev.plackett.generate.density.ImportanceResampling;
import dev.plackett.recipe.Conclusion;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Picture;
import dev.plackett.report.html.Report;
import dev.plackett.report.html.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What there is to say of a density model of a user's rows.
 *
 * @param config  how it was made
 * @param rows    the rows
 * @param model   the model
 * @param folder  the stage's, with its files
 * @param metrics the one row
 */
record OwnReport(OwnConfig config, OwnRows rows, DensityModel model, Path folder, MetricTable metrics) {

    Conclusion conclusion(long seed) {
        Report report = Report.titled("A density model of your data", "Noise that was fitted to it, tilted by a network that learnt by '" + config.objective() + "'")
            .section("The model").text(what()).table(likelihoods()).text(reading()).section("log Z").text(partition()).section("Files").text("scores.jsonl has a line per row: "
                + "its log-density, and its rank among the rows that were learnt from (near 0: unlike them). model/ is the model: ./plackett score --model DIR "
                + "--data NEW scores new rows with it.");
        Path picture = folder.resolve("samples.png");
        if (Files.exists(picture)) {
            report = report.section("Samples").add(new Picture("samples, of " + model.shape().components() + " principal components", "", bytes(picture), true));
        }
        Conclusion out = new Conclusion(report, List.of(better(), agreement()), List.of(seed));
        return out.result("samples", Files.exists(picture) ? picture : folder.resolve("samples.csv"));
    }

    private double value(String name) {
        return metrics.last(name);
    }

    private String what() {
        return String.format("%.0f rows, %.0f of them held out; %s. The noise is %s.", value("rows"), value("held_out"), model.whole()
            ? "the density is one of the rows themselves" : "the density is one of their first " + model.shape().components()
            + " principal components: what a row has outside of these is not seen", value("gaussians") == 1 ? "a Gaussian"
            : String.format("a mixture of %.0f Gaussians", value("gaussians")));
    }

    private Table likelihoods() {
        return Table.of("", "nats per row").row("held-out NLL of the model", value("nll")).row("held-out NLL of its noise alone", value("nll_noise"))
            .row("NLL of the rows learnt from", value("nll_training")).note("Where the rows learnt from are much likelier than those held out the network has learnt them "
                + "by heart: take fewer updates, a smaller network, or more rows.");
    }

    private String reading() {
        double gain = value("gain");
        double error = value("gain_error");
        String verdict = gain > 2 * error ? "The network adds to what its noise alone knows." : gain < -2 * error
            ? "The network is worse than its noise alone on rows held out: do not use it as it is. Take fewer updates, or a smaller network."
            : "The network adds nothing that these rows could show to what its noise alone knows.";
        double proposals = value("effective_proposals");
        return verdict + (proposals < ImportanceResampling.ENOUGH ? String.format(" Samples rest on %.1f effective proposals each, fewer than %.0f: they are not yet the "
            + "model's own. Set own.proposals higher.", proposals, ImportanceResampling.ENOUGH) : "");
    }

    private String partition() {
        return String.format("Importance sampling: %.3f from %.0f effective draws%s. Annealing: %.3f from %.0f effective chains, %.0f %% of the moves taken.",
            value("log_z_is"), value("ess"), value("ess") < WeightSummary.RELIABLE ? " (unreliable)" : "", value("log_z_ais"), value("ess_ais"),
            100 * value("acceptance"));
    }

    private Claim better() {
        return Claim.above("meco", "on rows held out the model is likelier than its noise alone", value("gain"),
            Claim.Interval.normal(value("gain"), value("gain_error")), 0, "gain, row series=meco/own: mean over held-out rows of the model's less the noise's log-density");
    }

    private Claim agreement() {
        boolean few = Math.min(value("ess"), value("ess_ais")) < WeightSummary.RELIABLE;
        String claim = "importance sampling and annealing agree on log Z within " + PartitionCheck.TOLERANCE + " nats, each with ten effective draws or more";
        return few ? Claim.notMeasured("meco", claim, PartitionCheck.TOLERANCE, "fewer than ten effective draws: the likelihood is unreliable")
            : Claim.below("meco", claim, Math.abs(value("log_z_is") - value("log_z_ais")), null, PartitionCheck.TOLERANCE, "log_z_is, log_z_ais, row series=meco/own");
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
