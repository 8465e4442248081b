package dev.plackett.recipe.did.toy;

import dev.plackett.evaluate.did.Categorical;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.tensor.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A distribution over the responses to each of several prompts, exactly.
 *
 * @param prompts one policy each
 */
public record ToyPolicy(List<FinitePolicy> prompts) {

    public ToyPolicy {
        prompts = List.copyOf(prompts);
    }

    /** Another policy for each prompt. */
    public ToyPolicy map(UnaryOperator<FinitePolicy> each) {
        return new ToyPolicy(prompts.stream().map(each).toList());
    }

    /** A policy for each prompt from this one's and another's. */
    public ToyPolicy with(ToyPolicy other, BinaryOperator<FinitePolicy> each) {
        return new ToyPolicy(IntStream.range(0, prompts.size()).mapToObj(p -> each.apply(prompts.get(p), other.prompts.get(p))).toList());
    }

    /** ∝ π·exp(scale·reward), prompt by prompt. */
    public ToyPolicy tilted(double[] reward, double scale) {
        double[] by = IntStream.range(0, reward.length).mapToDouble(i -> scale * reward[i]).toArray();
        return map(p -> p.tilted(by));
    }

    /** The mean over prompts. */
    public double mean(ToDoubleFunction<FinitePolicy> number) {
        return prompts.stream().mapToDouble(number).average().orElseThrow();
    }

    /** The mean over prompts of a number of this policy and another. */
    public double mean(ToyPolicy other, ToDoubleBiFunction<FinitePolicy, FinitePolicy> number) {
        return IntStream.range(0, prompts.size()).mapToDouble(p -> number.applyAsDouble(prompts.get(p), other.prompts.get(p)))
            .average().orElseThrow();
    }

    /** Mean of E_π[log policy/reference], π being this one: what samples of it gain or lose. */
    public double change(ToyPolicy policy, ToyPolicy reference) {
        return IntStream.range(0, prompts.size()).mapToDouble(p -> prompts.get(p).mean(policy.prompts.get(p).logRatio(reference.prompts.get(p))))
            .average().orElseThrow();
    }

    /** Independent responses {@code [prompts][n]}. */
    public int[][] draw(int n, Seeds seeds) {
        return IntStream.range(0, prompts.size()).mapToObj(p -> Categorical.of(prompts.get(p)).draw(n, new SplittableRandom(seeds.at(p).state())))
            .toArray(int[][]::new);
    }
}
