package dev.plackett.robust;

import dev.plackett.objective.Options;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Makes a pre-aggregation by name; users' own are found through {@code META-INF/services/dev.plackett.robust.PreAggregatorProvider}. */
public interface PreAggregatorProvider extends Listed {

    /** The pre-aggregation with these options. */
    PreAggregator create(Options options);

    /**
     * The pre-aggregation with options by key.
     *
     * @throws IllegalArgumentException naming a key that is unknown or a value that is out of range
     */
    default PreAggregator create(Map<String, ?> given) {
        return create(Options.of(name(), options(), given));
    }

    /** All providers that the current thread's class loader sees. */
    static List<PreAggregatorProvider> all() {
        return ServiceLoader.load(PreAggregatorProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    }
}
