package dev.plackett.recipe;

import dev.plackett.report.Claim;
import dev.plackett.report.html.Report;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a run ended. Claims, stage times, settings and provenance are added to the report by the one who runs it.
 *
 * @param report  what there is to see
 * @param claims  what was claimed and measured
 * @param seeds   the seeds used
 * @param results what the run made for others to use, by name: "model"
 */
public record Conclusion(Report report, List<Claim> claims, List<Long> seeds, Map<String, Path> results) {

    public Conclusion {
        claims = List.copyOf(claims);
        seeds = List.copyOf(seeds);
        results = Collections.unmodifiableMap(new TreeMap<>(results));
    }

    /** A run that made nothing but its report. */
    public Conclusion(Report report, List<Claim> claims, List<Long> seeds) {
        this(report, claims, seeds, Map.of());
    }

    /** With something that it made: a file or folder within the run's own. */
    public Conclusion result(String name, Path path) {
        Map<String, Path> all = new TreeMap<>(results);
        all.put(name, path);
        return new Conclusion(report, claims, seeds, all);
    }
}
