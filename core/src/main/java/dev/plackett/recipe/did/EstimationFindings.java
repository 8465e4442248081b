package dev.plackett.recipe.did;

import dev.plackett.evaluate.Estimate;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.SeedValues;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.Comparator;
import java.util.List;

/**
 * What R7's rows say.
 *
 * @param rows  a row per policy, pair (or prompt), proposal and number of samples; means and intervals are over pairs and prompts
 * @param heads a row per policy, prompt and p: where the DID's mass is
 */
record EstimationFindings(ToyConfig config, MetricTable rows, MetricTable heads) {

    private static final List<EntropyMethod> PEAKED = List.of(EntropyMethod.DPO, EntropyMethod.PROJECTED);

    Findings findings() {
        if (rows.rows().isEmpty()) {
            return Findings.none();
        }
        int k = config.samples().stream().min(Comparator.comparingInt(n -> Math.abs(n - 32))).orElseThrow();
        Findings out = Findings.none()
            .block(new Paragraph("Estimates against exact values. On peaked policies, as language models are, samples of the policy or of the "
            + "reference never see where the DID has its mass; the effective sample size and the jackknife do not show it.")).block(table()).block(mass());
        for (EntropyMethod method : PEAKED) {
            String policy = method.title();
            for (String proposal : List.of("policy", "reference")) {
                out = out.claim(below("on R6's policy of " + policy + " H_snis(" + k + ", " + proposal + ") is low by half a nat or more", policy,
                    proposal, k, "bias", -0.5));
            }
            out = out.claim(below("its 95 % jackknife interval holds the truth far less often (" + policy + ", policy samples)", policy,
                "policy", k, "coverage", 0.8))
                .claim(Claim.below("did", "uniform samples are right to a quarter of a nat (" + policy + ")",
                    Math.abs(of(policy, "uniform", k, "bias").mean()), null, 0.25, "|mean bias|, " + where(policy, "uniform", k)));
        }
        return out.claim(Claim.below("did", "on log-normal policies samples of the policy are right to a tenth of a nat from 32 samples on",
            mild("policy"), null, 0.1, "largest |mean bias| over sizes, " + where("log-normal", "policy", k) + " or more"))
            .claim(Claim.above("did", "there samples of the reference are clearly worse",
                of(EntropyEstimation.logNormal(1_000), "reference", k, "bias").mean() - mild("policy"), null, 0.1,
                "mean bias, " + where(EntropyEstimation.logNormal(1_000), "reference", k) + ", less the one above"));
    }

    private double mild(String proposal) {
        return EntropyEstimation.SIZES.stream().flatMap(v -> config.samples().stream().filter(n -> n >= 32)
            .map(n -> Math.abs(of(EntropyEstimation.logNormal(v), proposal, n, "bias").mean()))).mapToDouble(b -> b).max().orElse(Double.NaN);
    }

    private Claim below(String claim, String policy, String proposal, int k, String field, double threshold) {
        Estimate e = of(policy, proposal, k, field);
        return Claim.below("did", claim, e.mean(), SeedValues.interval(e), threshold,
            "mean " + field + " over prompts, " + where(policy, proposal, k));
    }

    private static String where(String policy, String proposal, int k) {
        return "rows series=" + EntropyEstimation.SERIES + ", policy=" + policy + ", proposal=" + proposal + ", k=" + k;
    }

    private Estimate of(String policy, String proposal, int k, String field) {
        return Estimate.of(rows.where("policy", policy).where("proposal", proposal).where("k", k).column(field));
    }

    /** What samples of the policies cannot see. */
    private Table mass() {
        Table table = Table.of("policies", "top-p sets of both, p", "responses in their union", "their probability, policy", "reference", "share of the DID");
        for (String policy : heads.labels("policy")) {
            for (double top : EntropyEstimation.TOP) {
                MetricTable at = heads.where("policy", policy).where("p", top);
                table = table.row(policy, top, mean(at, "responses"), mean(at, "mass"), mean(at, "reference"), mean(at, "did"));
            }
        }
        return table.note("Where the DID has its mass: means over prompts. The prototype's shares were 6 to 15 %, 18 to 40 % and 34 to 60 %, on "
            + "another network 20, 43 and 61 %.");
    }

    private static double mean(MetricTable rows, String field) {
        return Estimate.of(rows.column(field)).mean();
    }

    private Table table() {
        Table table = Table.of("policies", "exact H(q)", "samples from", "K", "bias", "sd", "ESS seen", "jackknife's bias", "coverage of its 95 %");
        for (String policy : rows.labels("policy")) {
            for (String proposal : rows.labels("proposal")) {
                for (int k : config.samples()) {
                    table = table.row(policy, of(policy, proposal, k, "truth").mean(), proposal, (long) k, of(policy, proposal, k, "bias").mean(),
                        of(policy, proposal, k, "sd").mean(), of(policy, proposal, k, "ess").mean(), of(policy, proposal, k, "jackknife_bias").mean(),
                        of(policy, proposal, k, "coverage").mean());
                }
            }
        }
        return table.note("The prototype's at K = 32, samples of the policy: -0.84 (DPO), -0.86 (DPO-PG); uniform +0.05, +0.16.");
    }
}
