package dev.plackett.evaluate.did;

import dev.plackett.evaluate.LogSpace;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Whence samples come that estimate a DID's entropy. Results under different proposals are different numbers, never to be compared.
 */
public sealed interface Proposal permits Proposal.Policy, Proposal.Reference, Proposal.Mixture, Proposal.Uniform {

    /** In names of results: {@code policy}, {@code reference}, {@code mixture}, {@code uniform}. */
    String label();

    /** log s(y), from log π(y) and log π_ref(y). */
    double log(double policy, double reference);

    /** Draws on a finite space. */
    Draws draws(FinitePolicy policy, FinitePolicy reference);

    /** Whether only what π or π_ref emit is ever seen; a DID may have its mass elsewhere, and estimates are then low. */
    default boolean blind() {
        return true;
    }

    /** π itself: the default for language models. */
    static Proposal policy() {
        return new Policy();
    }

    /** π_ref. */
    static Proposal reference() {
        return new Reference();
    }

    /** ½π + ½π_ref, half of the samples from each, the odd one from π. */
    static Proposal mixture() {
        return new Mixture();
    }

    /**
     * Every response of a finite space alike.
     *
     * @param logSize log |Y|
     */
    static Proposal uniform(double logSize) {
        return new Uniform(logSize);
    }

    /** Draws on a finite space. */
    @FunctionalInterface
    interface Draws {
        /** {@code k} responses. */
        int[] of(int k, RandomGenerator random);
    }

    /** See {@link Proposal#policy}. */
    record Policy() implements Proposal {

        @Override
        public String label() {
            return "policy";
        }

        @Override
        public double log(double policy, double reference) {
            return policy;
        }

        @Override
        public Draws draws(FinitePolicy policy, FinitePolicy reference) {
            return Categorical.of(policy)::draw;
        }
    }

    /** See {@link Proposal#reference}. */
    record Reference() implements Proposal {

        @Override
        public String label() {
            return "reference";
        }

        @Override
        public double log(double policy, double reference) {
            return reference;
        }

        @Override
        public Draws draws(FinitePolicy policy, FinitePolicy reference) {
            return Categorical.of(reference)::draw;
        }
    }

    /** See {@link Proposal#mixture}. */
    record Mixture() implements Proposal {

        @Override
        public String label() {
            return "mixture";
        }

        @Override
        public double log(double policy, double reference) {
            return LogSpace.middle(policy, reference);
        }

        @Override
        public Draws draws(FinitePolicy policy, FinitePolicy reference) {
            Categorical one = Categorical.of(policy);
            Categorical other = Categorical.of(reference);
            return (k, random) -> IntStream.range(0, k).map(i -> (i % 2 == 0 ? one : other).draw(random)).toArray();
        }
    }

    /** See {@link Proposal#uniform}. */
    record Uniform(double logSize) implements Proposal {

        @Override
        public String label() {
            return "uniform";
        }

        @Override
        public double log(double policy, double reference) {
            return -logSize;
        }

        @Override
        public boolean blind() {
            return false;
        }

        @Override
        public Draws draws(FinitePolicy policy, FinitePolicy reference) {
            return (k, random) -> IntStream.range(0, k).map(i -> random.nextInt(policy.size())).toArray();
        }
    }
}
