package dev.plackett.recipe.diagnose;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.evaluate.did.PromptSamples;
import dev.plackett.evaluate.did.Proposal;
import dev.plackett.evaluate.did.SampleSet;
import dev.plackett.evaluate.did.Scored;
import dev.plackett.evaluate.did.ScoredPair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts log-likelihoods of several models together, response by response.
 *
 * @param table    the pairs
 * @param drawn    the reference's samples, a row per prompt
 * @param base     under the reference
 * @param chosen   under the model of chosen responses; the reference's own where only the other is there
 * @param rejected under the model of rejected responses
 */
record Assembly(PairTable table, List<Row> drawn, Seen base, Seen chosen, Seen rejected) {

    /** The reference as a policy that has not moved. */
    PolicyView reference(Path folder) {
        SampleSet own = samples(Proposal.reference(), drawn, base.reference(), base.reference(), chosen.reference(), rejected.reference());
        return new PolicyView(folder, pairs(base), own, own, drawn);
    }

    /**
     * A policy.
     *
     * @param seen     pairs and the reference's samples under it
     * @param drawn    its own samples
     * @param under    these under itself
     * @param underRef these under the reference
     */
    PolicyView policy(Path folder, Seen seen, List<Row> drawn, double[] under, double[] underRef) {
        double[] none = Seen.none(new Seen(under, under)).pairs();
        return new PolicyView(folder, pairs(seen), samples(Proposal.policy(), drawn, under, underRef, none, none),
            samples(Proposal.reference(), this.drawn, seen.reference(), base.reference(), chosen.reference(), rejected.reference()), drawn);
    }

    private List<ScoredPair> pairs(Seen seen) {
        List<PairRow> rows = table.rows();
        int[] tokens = rows.stream().flatMapToInt(r -> IntStream.of(r.tokens(0), r.tokens(1))).toArray();
        List<Scored> flat = scored(seen.pairs(), base.pairs(), chosen.pairs(), rejected.pairs(), tokens);
        return IntStream.range(0, rows.size()).mapToObj(i -> new ScoredPair(rows.get(i).prompt(), flat.get(2 * i), flat.get(2 * i + 1))).toList();
    }

    private SampleSet samples(Proposal proposal, List<Row> rows, double[] policy, double[] reference, double[] chosenModel, double[] rejectedModel) {
        int[] tokens = rows.stream().flatMap(r -> r.branches().stream()).mapToInt(Branch::scoredLength).toArray();
        List<Scored> flat = scored(policy, reference, chosenModel, rejectedModel, tokens);
        List<String> names = List.copyOf(table.prompts().keySet());
        List<PromptSamples> prompts = new ArrayList<>();
        int at = 0;
        for (int p = 0; p < rows.size(); p++) {
            int k = rows.get(p).branches().size();
            prompts.add(new PromptSamples(names.get(p), flat.subList(at, at + k)));
            at += k;
        }
        return new SampleSet(proposal, prompts);
    }

    private static List<Scored> scored(double[] policy, double[] reference, double[] chosenModel, double[] rejectedModel, int[] tokens) {
        return IntStream.range(0, tokens.length)
            .mapToObj(i -> new Scored(policy[i], reference[i], chosenModel[i], rejectedModel[i], tokens[i])).toList();
    }
}
