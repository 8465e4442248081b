package dev.plackett.text.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The values that Java has no type of its own for. */
sealed interface Value {

    /** Python's {@code None}. */
    enum None implements Value { NONE }

    /**
     * What a missing name, attribute or element is: empty when printed, false, an error when used.
     *
     * @param problem the error's text
     */
    record Undefined(String problem) implements Value {

        TemplateException failure() {
            return new TemplateException(problem);
        }
    }

    /** A tuple. */
    record Tuple(List<Object> items) implements Value {}

    /** The text behind the filter {@code safe}. Python escapes whatever is joined to it by an operator, so only printing and {@code ~} take it. */
    record Markup(String text) implements Value {}

    /** The view that {@code keys()}, {@code values()} and {@code items()} of a dict give. */
    record View(List<Object> items) implements Value {}

    /** Something that can be called. */
    @FunctionalInterface
    interface Function {
        Object call(Arguments arguments);
    }

    /** A function of the template or of the renderer. */
    record Callable(String name, Function function) implements Value {}

    /** What {@code namespace()} makes: attributes that inner scopes may set. */
    record Namespace(Map<String, Object> attributes) implements Value {

        static Namespace of(Map<String, Object> start) {
            return new Namespace(new LinkedHashMap<>(start));
        }
    }

    /** What lazy filters give: can be gone through once. */
    final class Generated implements Value {

        private final List<Object> items;
        private boolean taken;

        Generated(List<Object> items) {
            this.items = items;
        }

        List<Object> take() {
            if (taken) {
                throw new UnsupportedTemplateException("the result of a lazy filter twice (Python finds it empty the second time)");
            }
            taken = true;
            return items;
        }
    }

    /** The variable {@code loop}. */
    record Loop(List<Object> items, int index, int depth) implements Value {

        Object attribute(String name) {
            int n = items.size();
            return switch (name) {
                case "index" -> (long) index + 1;
                case "index0" -> (long) index;
                case "revindex" -> (long) n - index;
                case "revindex0" -> (long) n - index - 1;
                case "first" -> index == 0;
                case "last" -> index == n - 1;
                case "length" -> (long) n;
                case "depth" -> (long) depth;
                case "depth0" -> (long) depth - 1;
                case "previtem" -> index == 0 ? new Undefined("there is no previous item") : items.get(index - 1);
                case "nextitem" -> index == n - 1 ? new Undefined("there is no next item") : items.get(index + 1);
                default -> throw new UnsupportedTemplateException("loop." + name);
            };
        }
    }
}
