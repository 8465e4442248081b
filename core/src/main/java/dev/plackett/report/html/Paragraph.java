package dev.plackett.report.html;

/**
 * A paragraph.
 *
 * @param text plain text
 */
public record Paragraph(String text) implements Block {

    @Override
    public void render(Html out) {
        out.element("p", text).newline();
    }
}
