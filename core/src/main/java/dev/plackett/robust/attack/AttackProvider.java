package dev.plackett.robust.attack;

import dev.plackett.objective.Options;
import dev.plackett.robust.Listed;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Makes an attack by name; users' own are found through {@code META-INF/services/dev.plackett.robust.attack.AttackProvider}. */
public interface AttackProvider extends Listed {

    /** The attack with these options. */
    Attack create(Options options);

    /**
     * The attack with options by key.
     *
     * @throws IllegalArgumentException naming a key that is unknown or a value that is out of range
     */
    default Attack create(Map<String, ?> given) {
        return create(Options.of(name(), options(), given));
    }

    /** All providers that the current thread's class loader sees. */
    static List<AttackProvider> all() {
        return ServiceLoader.load(AttackProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    }
}
