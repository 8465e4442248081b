package dev.plackett.report.html;

/**
 * Text whose line breaks and spaces count, such as a configuration.
 *
 * @param text the text
 */
public record Code(String text) implements Block {

    @Override
    public void render(Html out) {
        out.element("pre", text).newline();
    }
}
