package dev.plackett.train.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.points.EightGaussians;
import dev.plackett.data.points.Points;
import dev.plackett.event.Listener;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.FullGaussian;
import dev.plackett.model.flow.CouplingPlan;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowFitTest {

    private static final Points DATA = EightGaussians.usual().sample(2000, Seeds.of(1));

    private static double nll(Density density, Points points) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return -density.logDensity(points.tensor()).mean().item_double();
        }
    }

    private static void run(FlowFit fit, long to) {
        fit.loop().run(to, 1000, "flow", Map.of(), Listener.none(), () -> false);
    }

    /** It begins as the fitted Gaussian, and ends nearer to what no density can beat. */
    @Test
    void learnsWhatAGaussianCannot() {
        Points fresh = EightGaussians.usual().sample(4000, Seeds.of(2));
        try (FlowFit fit = new FlowFit(new CouplingPlan(2, 6, 32, 2, 0), DATA, 400, 256, 5e-3, Seeds.of(1)); Scope scope = Scope.open()) {
            double gaussian = nll(FullGaussian.fitted(DATA.tensor(), 0), fresh);
            assertThat(nll(fit.density(), fresh)).isCloseTo(gaussian, within(1e-9));
            run(fit, 400);
            double floor = EightGaussians.usual().negativeLogLikelihood(fresh);
            assertThat(nll(fit.density(), fresh)).isLessThan(gaussian - 0.4).isGreaterThan(floor);
        }
    }

    @Test
    void resumesToTheSameBits(@TempDir Path folder) {
        CouplingPlan plan = new CouplingPlan(2, 2, 8, 2, 0);
        try (FlowFit whole = new FlowFit(plan, DATA, 20, 64, 1e-2, Seeds.of(3)); FlowFit first = new FlowFit(plan, DATA, 20, 64, 1e-2, Seeds.of(3));
             FlowFit second = new FlowFit(plan, DATA, 20, 64, 1e-2, Seeds.of(3)); Scope scope = Scope.open()) {
            run(whole, 20);
            run(first, 9);
            first.loop().save(folder);
            second.loop().restore(folder);
            run(second, 20);
            assertThat(Tensors.toDoubles(second.density().sample(10, Seeds.of(1)))).containsExactly(Tensors.toDoubles(whole.density().sample(10, Seeds.of(1))));
        }
    }
}
