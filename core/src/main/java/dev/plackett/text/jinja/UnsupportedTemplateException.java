package dev.plackett.text.jinja;

import java.util.Optional;

/** A template uses a construct that this renderer does not cover. The message names the construct and its place; nothing was rendered. */
public final class UnsupportedTemplateException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String construct;
    private final transient Position position;

    UnsupportedTemplateException(String construct) {
        this(construct, null);
    }

    private UnsupportedTemplateException(String construct, Position position) {
        super((position == null ? "" : position + ": ") + "this chat template cannot be rendered here: it uses " + construct
            + ", which is not covered. Render the conversations beforehand and give prompt and completion as text.");
        this.construct = construct;
        this.position = position;
    }

    /** What is not covered. */
    public String construct() {
        return construct;
    }

    /** Where, when known. */
    public Optional<Position> position() {
        return Optional.ofNullable(position);
    }

    UnsupportedTemplateException at(Position place) {
        return position == null ? new UnsupportedTemplateException(construct, place) : this;
    }
}
