package dev.plackett.recipe;

import dev.plackett.report.Claim;
import dev.plackett.report.html.Report;
import java.util.List;

/**
 * How a run ended. Claims, stage times, settings and provenance are added to the report by the one who runs it.
 *
 * @param report what there is to see
 * @param claims what was claimed and measured
 * @param seeds  the seeds used
 */
public record Conclusion(Report report, List<Claim> claims, List<Long> seeds) {

    public Conclusion {
        claims = List.copyOf(claims);
        seeds = List.copyOf(seeds);
    }
}
