package dev.plackett.recipe.diagnose;

import dev.plackett.data.Row;
import dev.plackett.evaluate.did.SampleSet;
import dev.plackett.evaluate.did.ScoredPair;
import java.nio.file.Path;
import java.util.List;

/**
 * What one policy says about the pairs and about samples.
 *
 * @param folder    the policy's
 * @param pairs     as the table's rows
 * @param own       its own samples; those of the reference where it is the reference
 * @param reference the reference's samples
 * @param drawn     tokens of its own samples, a row per prompt
 */
record PolicyView(Path folder, List<ScoredPair> pairs, SampleSet own, SampleSet reference, List<Row> drawn) {}
