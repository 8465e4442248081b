package dev.plackett.recipe.experiment;

import dev.plackett.io.Nearest;
import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Block;
import dev.plackett.report.html.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a recipe of experiments runs: all of a list, or those that were asked for.
 *
 * @param system what the claims are about: "did"
 * @param all    in the order of the report
 * @param asked  names; all of them when empty
 */
public record Experiments(String system, List<Experiment> all, List<String> asked) {

    public Experiments {
        all = List.copyOf(all);
        asked = List.copyOf(asked);
    }

    /** Those that run. */
    public List<Experiment> chosen() {
        return all.stream().filter(e -> asked.isEmpty() || asked.contains(e.name())).toList();
    }

    /** Names nothing here has, as problems of the key {@code experiments}. */
    public Validation validate(Validation found) {
        Validation out = found;
        List<String> names = all.stream().map(Experiment::name).toList();
        for (int i = 0; i < asked.size(); i++) {
            if (!names.contains(asked.get(i))) {
                out = out.problem("experiments[" + i + "]",
                    "there is no experiment '" + asked.get(i) + "'" + Nearest.suggestion(asked.get(i), names));
            }
        }
        return out;
    }

    /**
     * Runs them one after the other, and adds what they found to a report: to its subtitle how many claims hold, and a section each.
     *
     * @param seeds  the configured seeds
     * @param report what stands before the first section
     */
    public Conclusion run(RunContext context, List<Long> seeds, Report report) throws Exception {
        for (Experiment experiment : chosen()) {
            experiment.run(context, experiment.seeds(seeds));
        }
        MetricTable metrics = context.folder().metrics();
        List<Claim> claims = new ArrayList<>();
        Report written = report;
        for (Experiment experiment : chosen()) {
            List<Long> taken = experiment.seeds(seeds);
            Findings findings = experiment.findings(metrics, taken).of(system, experiment, taken.size());
            claims.addAll(findings.claims());
            written = written.section(experiment.name() + ": " + experiment.title());
            for (Block block : findings.blocks()) {
                written = written.add(block);
            }
            for (Block picture : experiment.pictures(context.folder(), taken)) {
                written = written.add(picture);
            }
        }
        String subtitle = written.subtitle() + (written.subtitle().endsWith(".") ? " " : ". ") + count(claims);
        return new Conclusion(new Report(written.title(), subtitle, written.sections()), claims, seeds);
    }

    private static String count(List<Claim> claims) {
        Map<String, Long> n = claims.stream().collect(Collectors.groupingBy(Claim::verdict, Collectors.counting()));
        return String.format(Locale.ROOT, "Of %d claims %d hold, %d fail and %d are open: their interval spans the threshold, or nothing was "
            + "measured. An indication rests on fewer seeds than its criterion names.", claims.size(), n.getOrDefault("holds", 0L),
            n.getOrDefault("fails", 0L), n.getOrDefault("open", 0L));
    }
}
