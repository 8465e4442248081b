package dev.plackett.recipe.did;

import dev.plackett.recipe.did.toy.DataCase;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.Arrays;
import java.util.List;

/**
 * What R9's rows say.
 *
 * @param forecasts a row per seed and case
 * @param trained   R5's rows
 */
record ForecastFindings(MetricTable forecasts, MetricTable trained, List<Long> seeds) {

    private static final double WITHIN = 0.2;
    private static final List<String> CHANGES = List.of("chosen", "rejected");

    Findings findings() {
        if (forecasts.rows().isEmpty()) {
            return Findings.none();
        }
        String where = "rows series=" + ForecastBeforeTraining.SERIES + " and the last of series=" + Displacement.SERIES;
        Findings out = Findings.none().block(new Paragraph("Two models, fine-tuned on the chosen and on the rejected responses, and 64 samples of "
            + "the reference per prompt say before any preference training where DPO will end.")).block(table());
        for (String change : CHANGES) {
            out = out.claim(Claim.below("did", "the forecast of the " + change + " responses' change is right to 20 % of theory",
                worst(change, "theory_" + change), null, WITHIN,
                    "largest |" + change + " / theory_" + change + " - 1| over networks and cases, " + where))
                .claim(Claim.below("did", "and to 20 % of what DPO then did to the " + change + " responses", worst(change, change), null, WITHIN,
                    "largest |forecast " + change + " / trained " + change + " - 1|, " + where));
        }
        return out.claim(Claim.below("did", "64 samples of the reference give the line to 5 % of the exact one (ours)",
            Arrays.stream(DataCase.values()).flatMap(c -> seeds.stream().map(s -> forecast(s, c)))
                .mapToDouble(f -> off(f.last("line"), f.last("exact_line"))).max().orElse(Double.NaN), null, 0.05,
            "largest |line / exact_line - 1|, rows series=" + ForecastBeforeTraining.SERIES));
    }

    private double worst(String change, String against) {
        return Arrays.stream(DataCase.values()).flatMap(c -> seeds.stream().map(s -> off(forecast(s, c).last(change), end(s, c).last(against))))
            .mapToDouble(v -> v).max().orElse(Double.NaN);
    }

    private static double off(double value, double truth) {
        return Math.abs(value / truth - 1);
    }

    private MetricTable forecast(long seed, DataCase data) {
        return forecasts.where("seed", seed).where("case", data.name());
    }

    private MetricTable end(long seed, DataCase data) {
        return trained.where("seed", seed).where("case", data.name());
    }

    private Table table() {
        Table table = Table.of("network", "data", "change of", "forecast", "exact for the two models", "theory", "after DPO",
            "JS(forecast, target)", "samples that count");
        for (long seed : seeds) {
            for (DataCase data : DataCase.values()) {
                MetricTable f = forecast(seed, data);
                for (String change : CHANGES) {
                    table = table.row(seed, data.title(), change, f.last(change), f.last("exact_" + change), end(seed, data).last("theory_" + change),
                        end(seed, data).last(change), f.last("js"), f.last("ess"));
                }
            }
        }
        return table.note("The prototype's: chosen -.66, +.45, -.41, +.37 against theory -.66, +.47, -.40, +.40; JS .004 to .008.");
    }
}
