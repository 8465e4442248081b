package dev.plackett.recipe.experiment;

import dev.plackett.report.Claim;
import dev.plackett.report.html.Block;
import java.util.ArrayList;
import java.util.List;

/**
 * What an {@link Experiment} found.
 *
 * @param claims what was claimed and measured
 * @param blocks its section of the report, below the heading
 */
public record Findings(List<Claim> claims, List<Block> blocks) {

    public Findings {
        claims = List.copyOf(claims);
        blocks = List.copyOf(blocks);
    }

    /** Nothing yet. */
    public static Findings none() {
        return new Findings(List.of(), List.of());
    }

    /** With a claim. */
    public Findings claim(Claim claim) {
        List<Claim> all = new ArrayList<>(claims);
        all.add(claim);
        return new Findings(all, blocks);
    }

    /** With a block of the report: a chart, a table, a paragraph. */
    public Findings block(Block block) {
        List<Block> all = new ArrayList<>(blocks);
        all.add(block);
        return new Findings(claims, all);
    }

    /**
     * The same, with every claim named after the system and the experiment, and called an indication where it rests on fewer seeds than the criterion
     * names.
     */
    public Findings of(String system, Experiment experiment, int seeds) {
        String prefix = experiment.name() + ": "
            + (seeds < experiment.seedsWanted() ? "indication (" + seeds + " of " + experiment.seedsWanted() + " seeds): " : "");
        List<Claim> named = claims.stream().map(c -> new Claim(system, prefix + c.claim(), c.holds(), c.value(),
            c.interval(), c.threshold(), c.evidence())).toList();
        return new Findings(named, blocks);
    }
}
