package dev.plackett.robust;

import dev.plackett.objective.Option;
import java.util.List;
import java.util.Set;

/** Something that can be named in a text such as {@code nnm(f=3) > krum(f=3)}. */
public interface Listed {

    /** The name. */
    String name();

    /** Other names that are accepted. */
    default Set<String> aliases() {
        return Set.of();
    }

    /** What it does, in one line, with its condition on the number of workers. */
    String summary();

    /** What can be set, with defaults. */
    default List<Option<?>> options() {
        return List.of();
    }
}
