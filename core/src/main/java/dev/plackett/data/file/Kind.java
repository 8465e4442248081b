package dev.plackett.data.file;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of rows, by the columns they need. Of several that fit, the first in this order is meant. */
public enum Kind {
    /** Tokens ready to score. */
    TOKENS(Set.of("input_ids"), Set.of("completion_mask")),
    /** A preference pair. */
    PREFERENCE(Set.of("chosen", "rejected"), Set.of("prompt")),
    /** Answers to compare. */
    CANDIDATES(Set.of("prompt", "candidates"), Set.of("rewards")),
    /** An answer with a thumb up or down. */
    LABELLED(Set.of("prompt", "completion", "label"), Set.of()),
    /** A prompt and its answer. */
    COMPLETION(Set.of("prompt", "completion"), Set.of()),
    /** A prompt alone. */
    PROMPT(Set.of("prompt"), Set.of()),
    /** A conversation to be learnt whole. */
    MESSAGES(Set.of("messages"), Set.of()),
    /** A text to be learnt whole. */
    TEXT(Set.of("text"), Set.of());

    private final Set<String> required;
    private final Set<String> optional;

    Kind(Set<String> required, Set<String> optional) {
        this.required = required;
        this.optional = optional;
    }

    /** Columns that every row must have. */
    public Set<String> required() {
        return required;
    }

    /** All columns it uses. */
    public Set<String> columns() {
        return Stream.concat(required.stream(), optional.stream()).collect(Collectors.toSet());
    }

    /** The kind that a row with these columns is. */
    static Optional<Kind> of(Set<String> columns) {
        return Stream.of(values()).filter(k -> columns.containsAll(k.required)).findFirst();
    }

    /** All kinds as a sentence for errors. */
    static String all() {
        return Stream.of(values()).map(k -> List.copyOf(new java.util.TreeSet<>(k.required)).stream().collect(Collectors.joining(" + ")))
            .collect(Collectors.joining("; "));
    }
}
