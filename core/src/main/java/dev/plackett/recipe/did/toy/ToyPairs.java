package dev.plackett.recipe.did.toy;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.did.ScoredPair;
import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Preference pairs of the toy: chosen and rejected responses drawn independently, as many of each prompt.
 *
 * @param shape    of the toy
 * @param chosen   indices of responses {@code [prompts][n]}
 * @param rejected the same
 */
public record ToyPairs(ToyShape shape, int[][] chosen, int[][] rejected) {

    /** Draws {@code n} pairs of each prompt. */
    public static ToyPairs draw(ToyShape shape, ToyPolicy chosen, ToyPolicy rejected, int n, Seeds seeds) {
        return new ToyPairs(shape, chosen.draw(n, seeds.at("chosen")), rejected.draw(n, seeds.at("rejected")));
    }

    /** Pairs to train on, with the reference's log-likelihoods. */
    public List<Example<TokenBatch>> examples(ToyPolicy reference) {
        List<Example<TokenBatch>> out = new ArrayList<>();
        for (int p = 0; p < chosen.length; p++) {
            double[] log = reference.prompts().get(p).logs();
            for (int i = 0; i < chosen[p].length; i++) {
                out.add(new Example<>(TokenBatch.of(Row.of(new int[] {p}, shape.response(chosen[p][i]), shape.response(rejected[p][i]))),
                    Columns.of(Column.REFERENCE, log[chosen[p][i]], log[rejected[p][i]])));
            }
        }
        return out;
    }

    /** Single responses to fine-tune on: the chosen ones or the rejected ones. */
    public static List<Example<TokenBatch>> responses(ToyShape shape, int[][] drawn) {
        List<Example<TokenBatch>> out = new ArrayList<>();
        for (int p = 0; p < drawn.length; p++) {
            for (int y : drawn[p]) {
                out.add(response(shape, p, y));
            }
        }
        return out;
    }

    /** One response to fine-tune on. */
    static Example<TokenBatch> response(ToyShape shape, int prompt, int y) {
        return new Example<>(TokenBatch.of(Row.of(new int[] {prompt}, shape.response(y))), Columns.none());
    }

    /** The pairs under the models that matter. */
    public List<ScoredPair> scored(ToyModels models) {
        List<ScoredPair> out = new ArrayList<>();
        for (int p = 0; p < chosen.length; p++) {
            for (int i = 0; i < chosen[p].length; i++) {
                out.add(new ScoredPair(ToyModels.name(p), models.scored(p, chosen[p][i]), models.scored(p, rejected[p][i])));
            }
        }
        return out;
    }

    /** The chosen responses' mean log π/π_ref. */
    public double chosenChange(ToyPolicy policy, ToyPolicy reference) {
        return IntStream.range(0, chosen.length).mapToDouble(p -> IntStream.of(chosen[p])
            .mapToDouble(y -> policy.prompts().get(p).logs()[y] - reference.prompts().get(p).logs()[y]).average().orElseThrow())
            .average().orElseThrow();
    }
}
