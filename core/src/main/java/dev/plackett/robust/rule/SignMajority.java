package dev.plackett.robust.rule;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregation;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.AggregatorProvider;
import dev.plackett.robust.Findings;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.Limits;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;

/** sign(Σ sign(gᵢ)) in each coordinate, with sign(0) = 0: signSGD's majority vote (Bernstein et al. 2019). */
public record SignMajority() implements Aggregator {

    @Override
    public Optional<String> problem(int workers) {
        return Limits.some("signmaj", workers);
    }

    @Override
    public Aggregation aggregate(GradientMatrix gradients, Tensor out, Carry carry) {
        Limits.check(this, gradients, out);
        GramRule.Stopwatch watch = new GramRule.Stopwatch();
        gradients.coordinates(out, () -> (rows, width, at, result) -> {
            for (int c = 0; c < width; c++) {
                double sum = 0;
                for (double[] row : rows) {
                    sum += Math.signum(row[c]);
                }
                result[c] = Math.signum(sum);
            }
        });
        watch.lap("coordinates");
        return Aggregation.of(gradients, Findings.none(), carry).timed(watch.seconds());
    }

    /** {@code signmaj} in recipes. */
    public static final class Provider implements AggregatorProvider {

        @Override
        public String name() {
            return "signmaj";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("sign_majority");
        }

        @Override
        public String summary() {
            return "the sign that most workers have, in each coordinate; its length is the square root of n";
        }

        @Override
        public Aggregator create(Options options) {
            return new SignMajority();
        }
    }
}
