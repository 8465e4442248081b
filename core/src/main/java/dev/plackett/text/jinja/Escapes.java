package dev.plackett.text.jinja;

/** Backslash escapes of string literals, as Python reads them, and Python's {@code repr} of a string. */
final class Escapes {

    private static final String SHORT = "abfnrtv\\'\"";
    private static final String MEANS = "\u0007\b\f\n\r\t\u000B\\'\"";

    private Escapes() {}

    static String unescape(String body) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char e = body.charAt(++i);
            int known = SHORT.indexOf(e);
            int digits = e == 'x' ? 2 : e == 'u' ? 4 : e == 'U' ? 8 : 0;
            if (known >= 0) {
                out.append(MEANS.charAt(known));
            } else if (digits > 0) {
                if (i + digits >= body.length() || !body.substring(i + 1, i + 1 + digits).matches("[0-9a-fA-F]+")) {
                    throw new TemplateException("a string has an incomplete escape '\\" + e + "'");
                }
                int point = Integer.parseUnsignedInt(body.substring(i + 1, i + 1 + digits), 16);
                if (!Character.isValidCodePoint(point) || point >= 0xD800 && point < 0xE000) {
                    throw new TemplateException("a string escapes what is no character: '\\" + e + body.substring(i + 1, i + 1 + digits) + "'");
                }
                out.appendCodePoint(point);
                i += digits;
            } else if (e >= '0' && e <= '7' || e == 'N') {
                throw new UnsupportedTemplateException("the string escape '\\" + e + "'");
            } else if (e != '\n') {
                out.append('\\').append(e);
            }
        }
        return out.toString();
    }

    /** A string as Python shows it inside a list: quotes, escapes. */
    static String repr(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            if (c == quote || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c == '\n' || c == '\r' || c == '\t') {
                out.append('\\').append(c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
            } else if (!printable(c)) {
                out.append(c < 0x100 ? String.format("\\x%02x", c) : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.append(quote).toString();
    }

    private static boolean printable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.LINE_SEPARATOR,
                Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> c == ' ';
            case Character.UNASSIGNED -> throw new UnsupportedTemplateException("the printed form of a list with the unassigned character U+"
                + Integer.toHexString(c));
            default -> true;
        };
    }
}
