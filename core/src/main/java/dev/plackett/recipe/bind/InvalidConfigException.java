package dev.plackett.recipe.bind;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used. The message has one line per problem: place, key, what was found and what was expected. */
public final class InvalidConfigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    /** All problems at once. */
    public InvalidConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** A single problem. */
    public InvalidConfigException(Place place, String path, String text) {
        this(List.of(new Problem(place, path, text)));
    }

    /** The problems. */
    public List<Problem> problems() {
        return problems;
    }
}
