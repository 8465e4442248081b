package dev.plackett.text.jinja;

import java.util.Optional;

/** A template that cannot be rendered with these messages, in Python either: its own {@code raise_exception}, an undefined name, a wrong type, bad syntax. */
public final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Position position;

    TemplateException(String problem) {
        this(problem, null);
    }

    private TemplateException(String problem, Position position) {
        super(problem);
        this.position = position;
    }

    /** Where, when known. */
    public Optional<Position> position() {
        return Optional.ofNullable(position);
    }

    TemplateException at(Position place) {
        return position == null ? new TemplateException(place + ": " + getMessage(), place) : this;
    }
}
