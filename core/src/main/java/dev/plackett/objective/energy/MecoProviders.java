package dev.plackett.objective.energy;

import dev.plackett.objective.Objective;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import java.util.List;
import java.util.Set;

/** The names of {@link Meco}'s forms in recipes. */
public final class MecoProviders {

    private static final Option<Double> GAMMA = Option.number("gamma", 0.1, "weight of the newest batch in the average of the partition function");
    private static final Option<Form> SCHEDULE = Option.choice("gamma_schedule", Form.CONSTANT, "how gamma changes; cosine begins at 1");
    private static final Option<Double> BATCHES = Option.number("gamma_batches", 1000, "batches of the cosine's fall, or of the first stage");
    private static final Option<Meco.Denominator> DENOMINATOR = Option.choice("denominator", Meco.Denominator.CURRENT,
        "the average that divides the weights: with this batch or before it");
    private static final Option<Double> ALPHA = Option.number("alpha", 0.5, "step of the mirror descent on the log-partition");

    private MecoProviders() {}

    /** Shapes of γ over time. */
    enum Form {
        CONSTANT {
            @Override
            Gamma of(double gamma, double batches) {
                return Gamma.constant(gamma);
            }
        },
        COSINE {
            @Override
            Gamma of(double gamma, double batches) {
                return Gamma.cosine(gamma, batches);
            }
        },
        STAGES {
            @Override
            Gamma of(double gamma, double batches) {
                return Gamma.stages(gamma, batches);
            }
        },
        STREAMING {
            @Override
            Gamma of(double gamma, double batches) {
                return Gamma.streaming();
            }
        };

        abstract Gamma of(double gamma, double batches);
    }

    private static Meco meco(Options options) {
        return new Meco(options.get(SCHEDULE).of(options.get(GAMMA), options.get(BATCHES)), options.get(DENOMINATOR), false);
    }

    /** {@code meco} in recipes. */
    public static final class Plain implements EnergyObjectiveProvider {

        @Override
        public String name() {
            return "meco";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(GAMMA, SCHEDULE, BATCHES, DENOMINATOR);
        }

        @Override
        public Objective create(Options options) {
            return meco(options);
        }
    }

    /** {@code meco_centred} in recipes. */
    public static final class Centred implements EnergyObjectiveProvider {

        @Override
        public String name() {
            return "meco_centred";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("meco-centred");
        }

        @Override
        public List<Option<?>> options() {
            return List.of(GAMMA, SCHEDULE, BATCHES, DENOMINATOR);
        }

        @Override
        public Objective create(Options options) {
            return meco(options).asCentred();
        }
    }

    /** {@code snis} in recipes. */
    public static final class Snis implements EnergyObjectiveProvider {

        @Override
        public String name() {
            return "snis";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("ml_is");
        }

        @Override
        public List<Option<?>> options() {
            return List.of();
        }

        @Override
        public Objective create(Options options) {
            return Meco.snis();
        }
    }

    /** {@code spmd} in recipes. */
    public static final class Spmd implements EnergyObjectiveProvider {

        @Override
        public String name() {
            return "spmd";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(ALPHA);
        }

        @Override
        public Objective create(Options options) {
            return Meco.of(Gamma.mirror(options.get(ALPHA)));
        }
    }
}
