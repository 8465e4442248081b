package dev.plackett.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * What several models wrote for the same prompt, side by side.
 *
 * @param prompt  the prompt
 * @param answers one per model
 */
public record Samples(String prompt, List<Answer> answers) implements Block {

    /**
     * One text.
     *
     * @param label who wrote it
     * @param text  what
     * @param note  a short figure, may be empty ("win rate 0.81")
     * @param best  whether to set it off from the others
     */
    public record Answer(String label, String text, String note, boolean best) {}

    public Samples {
        answers = List.copyOf(answers);
    }

    /** A prompt without answers. */
    public static Samples of(String prompt) {
        return new Samples(prompt, List.of());
    }

    /** With an answer. */
    public Samples answer(String label, String text, String note) {
        return with(new Answer(label, text, note, false));
    }

    /** With an answer that is set off from the others. */
    public Samples best(String label, String text, String note) {
        return with(new Answer(label, text, note, true));
    }

    private Samples with(Answer answer) {
        List<Answer> all = new ArrayList<>(answers);
        all.add(answer);
        return new Samples(prompt, all);
    }

    @Override
    public void render(Html out) {
        out.open("article", "class", "samples").element("h3", prompt).open("div", "class", "cards");
        for (Answer answer : answers) {
            out.open("div", "class", answer.best() ? "card best" : "card").open("header").element("b", answer.label())
                .element("span", answer.note()).close("header").element("p", answer.text()).close("div").newline();
        }
        out.close("div").close("article").newline();
    }
}
