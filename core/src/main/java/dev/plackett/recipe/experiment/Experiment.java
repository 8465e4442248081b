package dev.plackett.recipe.experiment;

import dev.plackett.recipe.RunContext;
import dev.plackett.report.MetricTable;
import dev.plackett.report.RunFolder;
import dev.plackett.report.html.Block;
import java.util.List;

/**
 * One of the claims about differential information, put to the test (DID specification 7: R1 to R10). The recipe knows nothing else of it. What
 * differs between experiments, such as steps, sizes and the methods compared, is a component of the record that implements it.
 */
public interface Experiment {

    /** The name by which a configuration asks for it, which its claims and stages begin with: "R1". */
    String name();

    /** What it is about, as a heading. */
    String title();

    /** Those of the configured seeds that it takes: all of them, unless it would take too long. */
    default List<Long> seeds(List<Long> configured) {
        return configured;
    }

    /** How many seeds its criterion is stated for; with fewer, what is found is an indication. */
    int seedsWanted();

    /**
     * Does the work: one {@linkplain RunContext#stage stage} per seed, named {@code NAME, seed N: …}, whose results are rows of metrics. A stage
     * that was committed before is passed over, so nothing that {@link #findings} reads may be kept elsewhere.
     */
    void run(RunContext context, List<Long> seeds) throws Exception;

    /** What the rows say; computed from them alone. */
    Findings findings(MetricTable metrics, List<Long> seeds);

    /**
     * Pictures for the end of its section, from what its {@linkplain RunFolder#result committed stages} left in their folders.
     *
     * @param folder the run's
     */
    default List<Block> pictures(RunFolder folder, List<Long> seeds) {
        return List.of();
    }
}
