package dev.plackett.report.html;

import dev.plackett.report.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A page that explains a run: one file, readable from the disk without network or script, in light and dark.
 * Immutable; every method returns a report with one thing more, in the order of the page. Blocks belong to the section begun last.
 *
 * @param title    headline
 * @param subtitle a sentence below it, may be empty
 * @param sections the page
 */
public record Report(String title, String subtitle, List<Section> sections) {

    /**
     * A part of the page.
     *
     * @param title  its heading
     * @param blocks what it holds
     */
    public record Section(String title, List<Block> blocks) {
        public Section {
            blocks = List.copyOf(blocks);
        }
    }

    public Report {
        sections = List.copyOf(sections);
    }

    /** An empty page. */
    public static Report titled(String title, String subtitle) {
        return new Report(title, subtitle, List.of());
    }

    /** Begins a section. */
    public Report section(String heading) {
        List<Section> all = new ArrayList<>(sections);
        all.add(new Section(heading, List.of()));
        return new Report(title, subtitle, all);
    }

    /** Adds a block of any kind. */
    public Report add(Block block) {
        if (sections.isEmpty()) {
            return section("").add(block);
        }
        List<Section> all = new ArrayList<>(sections);
        Section last = all.remove(all.size() - 1);
        List<Block> blocks = new ArrayList<>(last.blocks());
        blocks.add(block);
        all.add(new Section(last.title(), blocks));
        return new Report(title, subtitle, all);
    }

    /** Adds a paragraph. */
    public Report text(String paragraph) {
        return add(new Paragraph(paragraph));
    }

    /** Adds a chart; charts that follow each other stand side by side. */
    public Report chart(LineChart chart) {
        return add(chart);
    }

    /** Adds a table. */
    public Report table(Table table) {
        return add(table);
    }

    /** Adds the texts of several models for one prompt. */
    public Report samples(Samples samples) {
        return add(samples);
    }

    /** Adds a heat map. */
    public Report matrix(Matrix matrix) {
        return add(matrix);
    }

    /** Adds a list of names and texts. */
    public Report values(Map<String, String> values) {
        return add(new KeyValues(values));
    }

    /** Adds a table of claims. */
    public Report claims(List<Claim> claims) {
        return add(new Claims(claims));
    }

    /** Adds all sections of another page. */
    public Report followedBy(Report other) {
        List<Section> all = new ArrayList<>(sections);
        all.addAll(other.sections);
        return new Report(title, subtitle, all);
    }

    /** The page. */
    public String html() {
        Html out = new Html();
        out.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">")
            .raw("<meta name=\"color-scheme\" content=\"light dark\">")
            .element("title", title).raw("<style>\n" + style() + "</style></head><body><main>\n");
        out.open("header", "class", "page").element("p", "Plackett", "class", "brand").element("h1", title);
        if (!subtitle.isEmpty()) {
            out.element("p", subtitle, "class", "subtitle");
        }
        out.close("header").newline();
        sections.forEach(section -> render(section, out));
        return out.raw("</main></body></html>\n").toString();
    }

    private static void render(Section section, Html out) {
        out.open("section");
        if (!section.title().isEmpty()) {
            out.element("h2", section.title()).newline();
        }
        boolean row = false;
        for (Block block : section.blocks()) {
            if (block.narrow() != row) {
                row = block.narrow();
                out.raw(row ? "<div class=\"beside\">" : "</div>");
            }
            block.render(out);
        }
        out.raw(row ? "</div></section>\n" : "</section>\n");
    }

    private static String style() {
        try (InputStream in = Report.class.getResourceAsStream("report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
