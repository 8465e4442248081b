package dev.plackett.recipe.bind;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A type that one word or text stands for.
 *
 * @param expected what a user may write
 * @param textual  whether any text will do, quoted or not; otherwise a quoted value is refused
 * @param parse    the value, empty when the text is none
 * @param print    the text of a value
 */
record ScalarBinding(String expected, boolean textual, Function<String, Optional<?>> parse, Function<Object, String> print) implements Binding {

    @Override
    public Optional<Object> read(Tree tree, String path, Problems problems) {
        if (tree instanceof Tree.Scalar scalar && !scalar.empty() && (textual || !scalar.quoted())) {
            Optional<?> value = parse.apply(scalar.text());
            if (value.isPresent()) {
                return Optional.of(value.get());
            }
        }
        return reject(tree, path, problems);
    }

    @Override
    public Tree write(Object value) {
        String text = print.apply(value);
        return new Tree.Scalar(text, textual && YamlWriter.needsQuotes(text), Place.of("written"));
    }

    /** Any text. */
    static ScalarBinding text() {
        return new ScalarBinding("a text", true, Optional::of, Object::toString);
    }

    /** Whatever a word is: a number, true or false, else a text; or a list of such. */
    static Binding plain() {
        return new Plain();
    }

    /** A file or folder. */
    static ScalarBinding path() {
        return new ScalarBinding("a path", true, text -> Optional.of(java.nio.file.Path.of(text)), Object::toString);
    }

    /** {@code true} or {@code false}. */
    static ScalarBinding bool() {
        return new ScalarBinding("true or false", false, text -> switch (text) {
            case "true", "True", "TRUE" -> Optional.of(true);
            case "false", "False", "FALSE" -> Optional.of(false);
            default -> Optional.empty();
        }, Object::toString);
    }

    /** Keeps the kind of what was written: options of objectives and judges, whose types only these know. */
    private record Plain() implements Binding {

        @Override
        public String expected() {
            return "a number, true, false, a text or a list of these";
        }

        @Override
        public Optional<Object> read(Tree tree, String path, Problems problems) {
            if (tree instanceof Tree.Scalar scalar && !scalar.empty()) {
                return Optional.of(scalar.quoted() ? scalar.text() : PlainValue.of(scalar.text()));
            }
            if (tree instanceof Tree.Items) {
                return new ListBinding(this).read(tree, path, problems);
            }
            return reject(tree, path, problems);
        }

        @Override
        public Tree write(Object value) {
            if (value instanceof List) {
                return new ListBinding(this).write(value);
            }
            String text = value.toString();
            return new Tree.Scalar(text, value instanceof String && YamlWriter.needsQuotes(text), Place.of("written"));
        }
    }
}
