package dev.plackett.report.html;

import java.util.Locale;

/** Markup under construction. Texts and attribute values are escaped, always; tag and attribute names come from our own code. */
public final class Html {

    private final StringBuilder out = new StringBuilder();

    /** Opens an element; attributes as name, value, name, value. */
    public Html open(String tag, Object... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"").append(escape(print(attributes[i + 1]))).append('"');
        }
        out.append('>');
        return this;
    }

    /** Closes an element. */
    public Html close(String tag) {
        out.append("</").append(tag).append('>');
        return this;
    }

    /** Text between tags. */
    public Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** An element that holds text only. */
    public Html element(String tag, String text, Object... attributes) {
        return open(tag, attributes).text(text).close(tag);
    }

    /** A line break in the source. */
    public Html newline() {
        out.append('\n');
        return this;
    }

    /** Markup or style of our own, as it is. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private static String print(Object value) {
        return value instanceof Double d ? coordinate(d) : String.valueOf(value);
    }

    /** Coordinates need a tenth of a pixel, not sixteen digits. */
    private static String coordinate(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** Escapes what HTML would read as markup, and drops characters it does not allow. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> {
                    boolean allowed = c == '\n' || c == '\t' || c >= 0x20 && (c < 0x7F || c > 0x9F) && (c < 0xD800 || c > 0xDFFF);
                    safe.appendCodePoint(allowed ? c : 0xFFFD);
                }
            }
        });
        return safe.toString();
    }
}
