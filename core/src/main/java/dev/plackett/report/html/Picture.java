package dev.plackett.report.html;

import java.util.Base64;

/**
 * A picture within the page.
 *
 * @param title   what is shown
 * @param note    a sentence below, may be empty
 * @param png     the file's bytes
 * @param blocky  whether its pixels stay visible when it is enlarged: right for small images, wrong for densities
 */
public record Picture(String title, String note, byte[] png, boolean blocky) implements Block {

    /** Without a sentence below, its pixels smoothed. */
    public static Picture of(String title, byte[] png) {
        return new Picture(title, "", png, false);
    }

    @Override
    public boolean narrow() {
        return true;
    }

    @Override
    public void render(Html out) {
        out.open("figure", "class", "picture").open("figcaption").element("b", title).close("figcaption");
        out.open("img", "alt", title, "class", blocky ? "blocky" : "smooth", "src", "data:image/png;base64," + Base64.getEncoder().encodeToString(png));
        if (!note.isEmpty()) {
            out.element("p", note, "class", "note");
        }
        out.close("figure").newline();
    }
}
