package dev.plackett.objective;

import dev.plackett.io.Nearest;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Makes an objective by name. The ones that ship and users' own are found by {@link ServiceLoader} in the same way: a loss in a jar of one's own needs
 * its record, a provider and a line in {@code META-INF/services/dev.plackett.objective.ObjectiveProvider}.
 */
public interface ObjectiveProvider {

    /** The name that recipes use. */
    String name();

    /** What can be set, with defaults. */
    List<Option<?>> options();

    /** The objective with these options. */
    Objective create(Options options);

    /**
     * The objective with options by key.
     *
     * @throws IllegalArgumentException naming a key that is unknown or a value that is out of range
     */
    default Objective create(Map<String, ?> given) {
        return create(Options.of(name(), options(), given));
    }

    /** All providers that the current thread's class loader sees. */
    static List<ObjectiveProvider> all() {
        return ServiceLoader.load(ObjectiveProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    }

    /**
     * The provider of that name.
     *
     * @throws IllegalArgumentException naming the nearest known one
     */
    static ObjectiveProvider named(String name) {
        List<ObjectiveProvider> all = all();
        return all.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
            "there is no objective '" + name + "'" + Nearest.suggestion(name, all.stream().map(ObjectiveProvider::name).toList())));
    }
}
