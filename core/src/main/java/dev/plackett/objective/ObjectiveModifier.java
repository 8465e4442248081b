package dev.plackett.objective;

import dev.plackett.io.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Options that change a loss from outside, whichever it is, a user's own among them: another divergence inside, tokens that count in part, weights. */
interface ObjectiveModifier {

    /** All there are, from the innermost. */
    List<ObjectiveModifier> ALL = List.of(new Divergence.Modifier(), new LengthDesensitized.Modifier(), new PolicyWeighted.Modifier());

    /** What can be set, with defaults that change nothing. */
    List<Option<?>> options();

    /** Why it has no meaning for a loss; empty where it has one. */
    Optional<String> problem(Needs needs);

    /** The loss as these options change it. */
    Objective apply(Objective loss, Options options);

    /** Whether one of its options is among these. */
    default boolean asked(Map<String, ?> given) {
        return options().stream().anyMatch(o -> given.containsKey(o.name()));
    }

    /** All options of all of them. */
    static List<Option<?>> all() {
        return ALL.stream().<Option<?>>flatMap(m -> m.options().stream()).toList();
    }

    /**
     * A provider's objective with its own options and those of the modifiers.
     *
     * @throws IllegalArgumentException naming a key that is unknown, out of range, or of no meaning for this loss
     */
    static Objective create(ObjectiveProvider provider, Map<String, ?> given) {
        Map<String, Object> own = new HashMap<>(given);
        own.keySet().retainAll(provider.options().stream().map(Option::name).toList());
        Objective loss = provider.create(new Options(own));
        List<String> known = new ArrayList<>(provider.options().stream().map(Option::name).toList());
        ALL.stream().filter(m -> m.problem(loss.needs()).isEmpty()).flatMap(m -> m.options().stream()).map(Option::name).forEach(known::add);
        for (String key : given.keySet()) {
            if (Stream.concat(provider.options().stream(), all().stream()).noneMatch(o -> o.name().equals(key))) {
                throw new IllegalArgumentException(provider.name() + " has no option '" + key + "'" + Nearest.suggestion(key, known));
            }
        }
        Objective out = loss;
        for (ObjectiveModifier modifier : ALL) {
            if (modifier.asked(given)) {
                modifier.problem(loss.needs()).ifPresent(reason -> {
                    throw new IllegalArgumentException(modifier.options().get(0).name() + " has no meaning for " + provider.name() + ": " + reason);
                });
                out = modifier.apply(out, new Options(new HashMap<>(given)));
            }
        }
        return out;
    }
}
