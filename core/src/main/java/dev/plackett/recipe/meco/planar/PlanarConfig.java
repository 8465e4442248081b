package dev.plackett.recipe.meco.planar;

import dev.plackett.objective.Objective;
import dev.plackett.objective.energy.EnergyObjectiveProvider;
import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;
import java.util.List;
import java.util.Map;

/** The experiments on the plane: P1 and P2. */
public record PlanarConfig(
    @Doc("P1: the sets; all methods learn the first, NCE and MECO the others.") @Default("[8gaussians, rings, checkerboard, pinwheel]") List<String> sets,
    @Doc("P1: which methods, by name; all of them when empty.") @Default("[]") List<String> methods,
    @Doc("P1: whether all methods learn every set.") @Default("false") boolean everywhere,
    @Doc("P1: how many of the seeds are taken.") @Default("3") @Range(min = 1) int seeds,
    @Doc("P2: how many of the seeds are taken.") @Default("5") @Range(min = 1) int chasmSeeds,
    @Doc("P1: learning rates; each method is judged at the one that does best on the first seed.") @Default("[3e-3]") @Range(min = 1e-6) List<Double> rates,
    @Doc("P2: the learning rate.") @Default("3e-3") @Range(min = 1e-6) double chasmRate,
    @Doc("Updates.") @Default("2500") @Range(min = 10) int steps,
    @Doc("Data, and noise, per update.") @Default("256") @Range(min = 2) int batch,
    @Doc("Points to learn from; as many more to test on.") @Default("20000") @Range(min = 100) int points,
    @Doc("MECO's gamma.") @Default("0.1") @Range(min = 1e-4, max = 1) double gamma,
    @Doc("Longest gradient.") @Default("10") @Range(min = 0) double clip,
    @Doc("Hidden layers of the network.") @Default("[64, 64]") @Range(min = 1) List<Integer> widths,
    @Doc("P2: the network's values lie between this and its negative.") @Default("15") @Range(min = 1) double bound,
    @Doc("P2: how far the noise is moved to the right.") @Default("6") double shift,
    @Doc("Langevin steps per update of PCD.") @Default("10") @Range(min = 1) int langevinSteps,
    @Doc("Their step size.") @Default("0.01") @Range(min = 1e-8) double langevinStep,
    @Doc("Time of an update of PCD, in updates of NCE, measured; its steps are cut by it where time is equal.") @Default("8") @Range(min = 1) double langevinCost,
    @Doc("The blur that denoising score matching learns.") @Default("0.1") @Range(min = 1e-4) double sigma,
    @Doc("Time of an update of denoising score matching, in updates of NCE, measured.") @Default("1.8") @Range(min = 1) double denoisingCost,
    @Doc("P1: whether methods whose updates take longer also train with as many updates as the others.") @Default("false") boolean equalBatches,
    @Doc("P1: objectives of your own to set beside those built in.") @Default("[]") List<Own> objectives) {

    /** An objective of the user's. */
    public record Own(
        @Doc("What the report calls it.") String name,
        @Doc("An objective on unnormalised models by name, plug-ins included.") String method,
        @Doc("Its options.") @Default("{}") Map<String, Object> options) {

        /**
         * The objective.
         *
         * @throws IllegalArgumentException naming what is unknown
         */
        public Objective objective() {
            return EnergyObjectiveProvider.named(method, options);
        }
    }
}
