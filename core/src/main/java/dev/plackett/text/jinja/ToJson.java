package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.None;
import dev.plackett.text.jinja.Value.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code json.dumps} as Hugging Face's {@code tojson} calls it: characters beyond ASCII stay, nothing is escaped for HTML. */
final class ToJson {

    private final int indent;
    private final boolean ascii;
    private final StringBuilder out = new StringBuilder();

    private ToJson(int indent, boolean ascii) {
        this.indent = indent;
        this.ascii = ascii;
    }

    static Object filter(Object value, Arguments a) {
        a.only("ensure_ascii", "indent", "separators", "sort_keys");
        if (a.has(2, "separators") && !(a.get(2, "separators", "") instanceof None) || Values.truth(a.get(3, "sort_keys", false))) {
            throw new UnsupportedTemplateException("tojson with separators or sort_keys");
        }
        Object indent = a.get(1, "indent", None.NONE);
        if (!(indent instanceof None || indent instanceof Long n && n > 0)) {
            throw new UnsupportedTemplateException("tojson with the indent " + Values.text(indent));
        }
        ToJson writer = new ToJson(indent instanceof Long n ? Math.toIntExact(n) : 0, Values.truth(a.get(0, "ensure_ascii", false)));
        writer.write(value, 0);
        return writer.out.toString();
    }

    private void write(Object value, int depth) {
        if (value instanceof String s) {
            string(s);
        } else if (value instanceof None) {
            out.append("null");
        } else if (value instanceof Boolean || value instanceof Long) {
            out.append(value);
        } else if (value instanceof Double d) {
            out.append(d.isNaN() ? "NaN" : d.isInfinite() ? d > 0 ? "Infinity" : "-Infinity" : Values.number(d));
        } else if (value instanceof List || value instanceof Tuple) {
            List<Runnable> items = new ArrayList<>();
            Values.items(value).forEach(x -> items.add(() -> write(x, depth + 1)));
            many('[', ']', items, depth);
        } else if (value instanceof Map<?, ?> map) {
            List<Runnable> items = new ArrayList<>();
            map.forEach((k, v) -> items.add(() -> {
                if (!(k instanceof String)) {
                    throw new UnsupportedTemplateException("tojson of a dict with a key of type " + Values.type(k));
                }
                string((String) k);
                out.append(": ");
                write(v, depth + 1);
            }));
            many('{', '}', items, depth);
        } else {
            throw value instanceof Value.Undefined u ? new TemplateException("an undefined value is not JSON: " + u.problem())
                : new UnsupportedTemplateException("tojson of a " + Values.type(value));
        }
    }

    private void many(char open, char close, List<Runnable> items, int depth) {
        out.append(open);
        for (int i = 0; i < items.size(); i++) {
            out.append(i == 0 ? "" : indent > 0 ? "," : ", ");
            line(depth + 1);
            items.get(i).run();
        }
        if (!items.isEmpty()) {
            line(depth);
        }
        out.append(close);
    }

    private void line(int depth) {
        if (indent > 0) {
            out.append('\n').append(" ".repeat(indent * depth));
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int known = "\"\\\n\r\t\f\b".indexOf(c);
            if (known >= 0) {
                out.append('\\').append("\"\\nrtfb".charAt(known));
            } else if (c < 0x20 || ascii && c > 0x7E) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
