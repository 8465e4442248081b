package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Statement.Block;
import java.time.LocalDateTime;
import java.util.Map;

/** A parsed template. Immutable. */
public final class Template {

    private final Block body;

    private Template(Block body) {
        this.body = body;
    }

    /**
     * Parses.
     *
     * @param name   shown in messages
     * @throws TemplateException            for what is no Jinja
     * @throws UnsupportedTemplateException for Jinja that is not covered
     */
    public static Template parse(String name, String source) {
        return new Template(Parser.parse(Lexer.tokens(name, source)));
    }

    /**
     * Renders.
     *
     * @param variables JSON-like values (see {@link JsonValues}) by name
     * @param now       what {@code strftime_now} tells
     * @throws TemplateException            where Python would fail too: {@code raise_exception}, undefined values, wrong types
     * @throws UnsupportedTemplateException for what is not covered
     */
    public String render(Map<String, Object> variables, LocalDateTime now) {
        Scope given = Scope.given();
        Functions.all(now).forEach(given::set);
        variables.forEach(given::set);
        StringBuilder out = new StringBuilder();
        try {
            body.render(given.inner(body), out);
        } catch (StackOverflowError e) {
            throw new TemplateException("macros call each other without end");
        }
        return out.toString();
    }
}
