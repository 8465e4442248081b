package dev.plackett.io;

/** What was found, short enough for a message. */
public final class Excerpt {

    private static final int LONGEST = 80;

    private Excerpt() {}

    /** The beginning of what something prints as; line breaks and other control characters become visible. */
    public static String of(Object value) {
        return of(value, LONGEST);
    }

    /** At most {@code most} characters of it. */
    public static String of(Object value, int most) {
        String text = String.valueOf(value);
        int end = Math.min(most, text.length());
        end -= end < text.length() && end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
        StringBuilder out = new StringBuilder();
        text.substring(0, end).codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return end < text.length() ? out.append('…').toString() : out.toString();
    }
}
