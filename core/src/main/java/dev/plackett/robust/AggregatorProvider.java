package dev.plackett.robust;

import dev.plackett.objective.Options;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Makes an aggregator by name. The ones that ship and users' own are found by {@link ServiceLoader} in the same way: a rule in a jar of one's own
 * needs its record, a provider and a line in {@code META-INF/services/dev.plackett.robust.AggregatorProvider}.
 */
public interface AggregatorProvider extends Listed {

    /** The rule with these options. */
    Aggregator create(Options options);

    /**
     * The rule with options by key.
     *
     * @throws IllegalArgumentException naming a key that is unknown or a value that is out of range
     */
    default Aggregator create(Map<String, ?> given) {
        return create(Options.of(name(), options(), given));
    }

    /** All providers that the current thread's class loader sees. */
    static List<AggregatorProvider> all() {
        return ServiceLoader.load(AggregatorProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    }

    /**
     * The provider of that name or alias.
     *
     * @throws IllegalArgumentException naming the nearest known one
     */
    static AggregatorProvider named(String name) {
        return RuleText.find("rule", name, all());
    }
}
