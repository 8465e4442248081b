package dev.plackett.report.html;

import java.util.List;

/**
 * Pictures side by side, small.
 *
 * @param pictures from left to right
 */
public record Pictures(List<Picture> pictures) implements Block {

    public Pictures {
        pictures = List.copyOf(pictures);
    }

    @Override
    public void render(Html out) {
        out.open("div", "class", "pictures").newline();
        pictures.forEach(p -> p.render(out));
        out.close("div").newline();
    }
}
