package dev.plackett.objective.energy;

import dev.plackett.io.Nearest;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes an objective on an unnormalised model's scores by name: what {@link dev.plackett.objective.ObjectiveProvider} is to losses on language models, with a
 * services file of its own, {@code META-INF/services/dev.plackett.objective.energy.EnergyObjectiveProvider}.
 */
public interface EnergyObjectiveProvider {

    /** The name that recipes use. */
    String name();

    /** Other names that are accepted. */
    default Set<String> aliases() {
        return Set.of();
    }

    /** What can be set, with defaults. */
    List<Option<?>> options();

    /** The objective with these options. */
    Objective create(Options options);

    /** All providers that the current thread's class loader sees. */
    static List<EnergyObjectiveProvider> all() {
        return ServiceLoader.load(EnergyObjectiveProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    }

    /**
     * The objective of that name or alias with options by key.
     *
     * @throws IllegalArgumentException naming what is unknown and what is nearest
     */
    static Objective named(String name, Map<String, ?> options) {
        List<EnergyObjectiveProvider> all = all();
        EnergyObjectiveProvider provider = all.stream().filter(p -> p.name().equals(name) || p.aliases().contains(name)).findFirst().orElseThrow(() -> {
            List<String> known = all.stream().flatMap(p -> Stream.concat(Stream.of(p.name()), p.aliases().stream().sorted())).toList();
            return new IllegalArgumentException("there is no objective '" + name + "' for unnormalised models" + Nearest.suggestion(name, known));
        });
        return provider.create(Options.of(provider.name(), provider.options(), options));
    }
}
