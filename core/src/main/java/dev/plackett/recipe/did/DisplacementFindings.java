package dev.plackett.recipe.did;

import dev.plackett.recipe.did.toy.DataCase;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.List;
import java.util.stream.Stream;

/**
 * What R5's rows say.
 *
 * @param rows   a row per seed, case and step looked at
 * @param panels a row per seed and case
 */
record DisplacementFindings(MetricTable rows, MetricTable panels, List<Long> seeds) {

    private static final double WITHIN = 0.3;
    private static final double NEAR = 0.02;

    Findings findings() {
        if (rows.rows().isEmpty()) {
            return Findings.none();
        }
        Findings out = Findings.none().block(new Paragraph("A recurrent network over 4 tokens, all of whose responses are enumerated. The target "
            + "counts 0-tokens. Changes are means of log policy/reference, exact over the policies that the held-out responses come from; theory is "
            + "what the network's own target requires. A fall on the line is no fault."));
        for (DataCase data : DataCase.values()) {
            out = out.block(chart(data));
        }
        String where = "last step, rows series=" + Displacement.SERIES;
        return out.block(table())
            .claim(Claim.below("did", "chosen responses that the reference drew become less likely, on every network",
                extreme(seeds.stream().map(s -> end(s, DataCase.ON_POLICY_CHOSEN, "chosen"))), null, 0,
                "largest chosen, case=ON_POLICY_CHOSEN, " + where))
            .claim(Claim.above("did", "chosen responses of the target become more likely when the reference drew the rejected ones, on every network",
                -extreme(seeds.stream().map(s -> -end(s, DataCase.ON_POLICY_REJECTED, "chosen"))), null, 0,
                "least chosen, case=ON_POLICY_REJECTED, " + where))
            .claim(Claim.below("did", "both changes are as large as the network's own theory says, to 30 %", extreme(each("chosen")), null, WITHIN,
                "largest |chosen / theory_chosen - 1| over networks and cases, " + where))
            .claim(Claim.below("did", "so is the change of the rejected responses (ours)", extreme(each("rejected")), null, WITHIN,
                "largest |rejected / theory_rejected - 1| over networks and cases, " + where))
            .claim(Claim.below("did", "both kinds of data end at the target", extreme(Stream.of(DataCase.values())
                .flatMap(c -> seeds.stream().map(s -> end(s, c, "js")))), null, NEAR, "largest js, " + where));
    }

    private Stream<Double> each(String change) {
        return Stream.of(DataCase.values()).flatMap(c -> seeds.stream().map(s -> Math.abs(end(s, c, change) / end(s, c, "theory_" + change) - 1)));
    }

    private static double extreme(Stream<Double> values) {
        return values.mapToDouble(v -> v).max().orElse(Double.NaN);
    }

    private double end(long seed, DataCase data, String field) {
        return of(seed, data).last(field);
    }

    private MetricTable of(long seed, DataCase data) {
        return rows.where("seed", seed).where("case", data.name());
    }

    private LineChart chart(DataCase data) {
        MetricTable run = of(seeds.get(0), data);
        LineChart chart = LineChart.of("Change of log-likelihoods, " + data.title() + " (network " + seeds.get(0) + ")", "step", "nats per response");
        for (String field : List.of("chosen", "train_chosen", "rejected", "line")) {
            chart = chart.line(field.equals("line") ? "-KL(reference, policy)" : field.replace("_", " "), run.column("step"), run.column(field));
        }
        return chart.threshold("theory, chosen", run.last("theory_chosen")).threshold("theory, rejected", run.last("theory_rejected"));
    }

    private Table table() {
        Table table = Table.of("network", "H(reference)", "data", "chosen", "theory", "rejected", "theory", "training chosen",
            "JS before", "JS after", "diagnose says");
        for (long seed : seeds) {
            for (DataCase data : DataCase.values()) {
                MetricTable run = of(seed, data);
                String told = panels.where("seed", seed).where("case", data.name()).labels("finding").stream().findFirst().orElse("");
                table = table.row(seed, run.last("reference_entropy"), data.title(), run.last("chosen"), run.last("theory_chosen"),
                    run.last("rejected"), run.last("theory_rejected"), run.last("train_chosen"), run.column("js")[0], run.last("js"), told);
            }
        }
        return table.note("The prototype's networks: chosen -.45, -.62, -.43 against -.52, -.66, -.40 and +.56, +.43, +.36 against +.62, +.47, "
            + "+.40; JS .01 to .015.");
    }
}
