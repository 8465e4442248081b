package dev.plackett.evaluate.density;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.data.points.EightGaussians;
import dev.plackett.data.points.Points;
import dev.plackett.generate.density.Hmc;
import dev.plackett.generate.density.ImportanceResampling;
import dev.plackett.model.density.Chained;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.DensityMixture;
import dev.plackett.model.density.DiagonalGaussian;
import dev.plackett.model.density.FullGaussian;
import dev.plackett.model.density.KernelDensity;
import dev.plackett.model.density.MixtureFit;
import dev.plackett.model.density.Transformed;
import dev.plackett.model.density.UniformBox;
import dev.plackett.model.density.Whitening;
import dev.plackett.model.flow.CouplingFlow;
import dev.plackett.model.flow.CouplingPlan;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** Fitting, drawing, scoring and estimating log Z leave no native memory behind, whichever density it is. */
class NothingLeaksTest {

    private static final Points POINTS = EightGaussians.usual().sample(200, Seeds.of(1));

    @Test
    void everyDensityAndEveryEstimate() {
        CouplingPlan plan = new CouplingPlan(2, 2, 8, 2, 0);
        try (ParameterStore store = ParameterStore.trainable(plan.parameters(), ScalarType.Double, ScalarType.Double)) {
            plan.initialise(store, Seeds.of(1));
            CouplingFlow flow = new CouplingFlow(plan, store);
            once(flow, 0);
            long before = Scope.alive();
            for (int i = 1; i < 4; i++) {
                once(flow, i);
            }
            assertThat(Scope.alive()).isEqualTo(before);
        }
    }

    private static void once(CouplingFlow flow, long seed) {
        List<Density> all;
        try (Scope scope = Scope.open()) {
            Density mixture = new MixtureFit(3, 3, 0.05).fit(POINTS.tensor(), Seeds.of(seed)).mixture();
            Density wide = FullGaussian.fitted(POINTS.tensor(), 0).inflated(2);
            Whitening whitening = Whitening.fitted(POINTS.tensor(), 2, 0);
            all = List.of(DiagonalGaussian.fitted(POINTS.tensor(), 0), wide, mixture, KernelDensity.fitted(POINTS), UniformBox.around(POINTS.tensor(), 0.5),
                DensityMixture.defensive(mixture, wide, 0.1), new Transformed(new Chained(List.of(whitening, flow)), DiagonalGaussian.standard(2)));
        }
        for (Density density : all) {
            ImportanceSampling.of(300).logZ(density, all.get(1), Seeds.of(seed));
            Annealing.of(3, new Hmc(0.3, 2)).forward(20, density, all.get(1), Seeds.of(seed));
            ImportanceResampling.of(10).sample(5, density, all.get(1), Seeds.of(seed));
            GridQuadrature.square(-7, 7, 41).sample(5, density, Seeds.of(seed));
            try (Scope scope = Scope.open()) {
                density.sample(10, Seeds.of(seed));
            }
        }
        KernelDiscrepancy.planar().test(POINTS.slice(0, 50), POINTS.slice(50, 100), 20, Seeds.of(seed));
        KernelDiscrepancy.planar().squared(POINTS.slice(0, 50), POINTS.slice(50, 100));
        FrechetDistance.of(POINTS.slice(0, 50), POINTS.slice(50, 100));
    }
}
