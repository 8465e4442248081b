package dev.plackett.evaluate.did;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How much of a DID lies on what the two policies emit: on the union of their top-p sets. What lies outside is what samples of either hardly ever see, and
 * why estimates from them are low. Exactly, on a finite space. Ours.
 *
 * @param p         of the two top-p sets
 * @param responses how many responses their union has
 * @param policy    its probability under π, at least p
 * @param reference its probability under π_ref, at least p
 * @param did       its probability under q
 */
public record HeadMass(double p, int responses, double policy, double reference, double did) {

    /**
     * Adds up.
     *
     * @param p in (0, 1)
     */
    public static HeadMass of(FinitePolicy policy, FinitePolicy reference, double p) {
        int[] union = IntStream.concat(Arrays.stream(policy.top(p)), Arrays.stream(reference.top(p))).distinct().toArray();
        return new HeadMass(p, union.length, policy.mass(union), reference.mass(union), Did.of(policy, reference).distribution().mass(union));
    }
}
