package dev.plackett.objective;

import dev.plackett.io.Nearest;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes an objective by name. The ones that ship and users' own are found by {@link ServiceLoader} in the same way: a loss in a jar of one's own needs
 * its record, a provider and a line in {@code META-INF/services/dev.plackett.objective.ObjectiveProvider}.
 */
public interface ObjectiveProvider {

    /** The name that recipes use. */
    String name();

    /** Other names that are accepted, such as TRL's {@code loss_type}. */
    default Set<String> aliases() {
        return Set.of();
    }

    /** What can be set, with defaults. */
    List<Option<?>> options();

    /** The objective with these options. */
    Objective create(Options options);

    /**
     * The objective with options by key, those among them that change any loss from outside ({@code f_divergence_type}, {@code ld_alpha},
     * {@code use_weighting}).
     *
     * @throws IllegalArgumentException naming a key that is unknown, out of range or of no meaning here
     */
    default Objective create(Map<String, ?> given) {
        return ObjectiveModifier.create(this, given);
    }

    /**
     * DPO's β, where the objective has it: what log π/π_ref, summed over an answer's tokens, is multiplied by where answers are compared, so that a small one
     * lets the policy run far from the reference. Empty where no option is that, also where one of another meaning is called {@code beta}.
     *
     * @param given options by key
     */
    default OptionalDouble beta(Map<String, ?> given) {
        return options().contains(PairOptions.BETA) ? OptionalDouble.of(new Options(Map.copyOf(given)).get(PairOptions.BETA)) : OptionalDouble.empty();
    }

    /** All providers that the current thread's class loader sees. */
    static List<ObjectiveProvider> all() {
        return ServiceLoader.load(ObjectiveProvider.class).stream().map(ServiceLoader.Provider::get).toList();
    }

    /**
     * The provider of that name or alias.
     *
     * @throws IllegalArgumentException naming the nearest known one
     */
    static ObjectiveProvider named(String name) {
        List<ObjectiveProvider> all = all();
        return all.stream().filter(p -> p.name().equals(name) || p.aliases().contains(name)).findFirst().orElseThrow(() -> {
            List<String> known = all.stream().flatMap(p -> Stream.concat(Stream.of(p.name()), p.aliases().stream().sorted())).toList();
            return new IllegalArgumentException("there is no objective '" + name + "'" + Nearest.suggestion(name, known));
        });
    }
}
