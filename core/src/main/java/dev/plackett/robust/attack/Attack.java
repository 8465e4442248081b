package dev.plackett.robust.attack;

import dev.plackett.objective.Carry;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.RuleText;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * What faulty or hostile workers send in place of their gradients. Implementations are records; draws come from seeds, never from a global stream.
 */
public interface Attack {

    /** Whether it looks at other workers' gradients. */
    default boolean omniscient() {
        return false;
    }

    /**
     * Turns the faulty workers' own gradients into what they send.
     *
     * @param rows  {@code [n]} each, overwritten
     * @param scene what they know
     * @param carry the state that the last step left, {@link Carry#empty()} at first
     * @return the state for the next step
     */
    Carry corrupt(List<Tensor> rows, Scene scene, Carry carry);

    /**
     * What they know.
     *
     * @param honest the honest workers' gradients; empty where a worker sees its own alone
     * @param rule   the server's rule, which attacks that search for the worst factor call
     * @param step   number of the step
     * @param seeds  of the draws, the same in every step
     */
    record Scene(Optional<GradientMatrix> honest, Aggregator rule, long step, Seeds seeds) {

        /** The honest gradients; a worker that sees none takes its own for them. */
        GradientMatrix honestOr(List<Tensor> own) {
            return honest.orElseGet(() -> GradientMatrix.of(own));
        }

        /** The stream of one faulty worker in this step. */
        Seeds stream(String purpose, int worker) {
            return seeds.at(purpose).at(step).at(worker);
        }
    }

    /**
     * Corrupts some rows of a matrix of gradients that were all computed honestly.
     *
     * @param matrix {@code [p, n]}
     * @param faulty different rows of it, fewer than p
     */
    default Carry corrupt(Tensor matrix, int[] faulty, Aggregator rule, long step, Seeds seeds, Carry carry) {
        Tensors.check("gradients", matrix, Tensors.ANY, Tensors.ANY);
        int p = (int) matrix.size(0);
        if (Arrays.stream(faulty).distinct().count() != faulty.length || Arrays.stream(faulty).anyMatch(i -> i < 0 || i >= p) || faulty.length >= p) {
            throw new IllegalArgumentException("faulty workers " + Arrays.toString(faulty) + ", expected different ones of 0 to " + (p - 1)
                + ", not all of them");
        }
        if (faulty.length == 0) {
            return carry;
        }
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            GradientMatrix all = GradientMatrix.of(matrix);
            GradientMatrix honest = all.select(IntStream.range(0, p).filter(i -> Arrays.stream(faulty).noneMatch(f -> f == i)).toArray());
            List<Tensor> rows = new ArrayList<>();
            for (int i : faulty) {
                rows.add(matrix.select(0, i));
            }
            return corrupt(rows, new Scene(Optional.of(honest), rule, step, seeds), carry);
        }
    }

    /** −κ times the own gradient. */
    static Attack reverse(double kappa) {
        return new Reverse(kappa);
    }

    /** Numbers from [0, 1): large, all positive, all alike. */
    static Attack uniform() {
        return new Uniform();
    }

    /** −ε times the honest mean. */
    static Attack innerProduct(double epsilon) {
        return new InnerProduct(epsilon);
    }

    /** μ − zσ, each coordinate within the honest gradients' spread. */
    static Attack littleIsEnough(double z) {
        return new LittleIsEnough(z, 1);
    }

    /**
     * An attack by its text, such as {@code alie(z=1.5)}.
     *
     * @throws IllegalArgumentException saying where the text is wrong and what was probably meant
     */
    static Attack named(String text) {
        return RuleText.attack(text);
    }
}
