package dev.plackett.recipe.did;

import dev.plackett.objective.Objective;
import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;
import dev.plackett.recipe.did.real.RealConfig;
import java.util.List;
import java.util.Map;

/** Configuration of the experiments on differential information. */
record DidConfig(
    @Doc("One whole run of every experiment per seed.") @Default("[0, 1, 2, 3, 4]") List<Long> seeds,
    @Doc("Which experiments, by name; all of them when empty. R4 reads what R1 trained.") @Default("[]") List<String> experiments,
    @Doc("The experiments on finite spaces: R1 to R4, R8.") Tabular tabular,
    @Doc("The experiments on an autoregressive network whose responses are enumerated: R5, R6, R7, R9. A seed is a reference network.") ToyConfig toy,
    @Doc("The experiment on real pairs: R10.") RealConfig real) {

    /** Tables: policies that are a softmax of one logit per response. */
    record Tabular(
        @Doc("Responses in the space.") @Default("32") @Range(min = 4, max = 512) int vocabulary,
        @Doc("The power of the data, and DPO's beta.") @Default("1") @Range(min = 1e-3) double beta,
        @Doc("Steps of Adam on the whole table.") @Default("3000") @Range(min = 10) int steps,
        @Doc("Its learning rate, decayed linearly.") @Default("0.05") @Range(min = 1e-6) double learningRate,
        @Doc("R2: numbers of pairs, ascending.") @Default("[1000, 10000, 100000, 1000000]") @Range(min = 10) List<Integer> pairs,
        @Doc("R2: powers of the data, trained with the same beta; the first is judged.") @Default("[1]") @Range(min = 1e-3) List<Double> betas,
        @Doc("R1, R4: objectives of your own to set beside those built in.") @Default("[]") List<Own> objectives) {}

    /** An objective of the user's. */
    record Own(
        @Doc("What the report calls it.") String name,
        @Doc("An objective by name, plug-ins included.") String method,
        @Doc("Its options.") @Default("{}") Map<String, Object> options) {

        /** The loss. */
        Objective objective() {
            return Objective.named(method, options);
        }
    }
}
