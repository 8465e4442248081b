package dev.plackett.text.jinja;

import java.util.function.Supplier;

/**
 * A place in a template.
 *
 * @param template the template's name
 * @param line     from 1
 * @param column   from 1
 */
record Position(String template, int line, int column) {

    @Override
    public String toString() {
        return template + ": line " + line + ", column " + column;
    }

    /** Computes; a failure that does not know its place yet gets this one. */
    <T> T locate(Supplier<T> computation) {
        try {
            return computation.get();
        } catch (TemplateException e) {
            throw e.at(this);
        } catch (UnsupportedTemplateException e) {
            throw e.at(this);
        } catch (ArithmeticException e) {
            throw new UnsupportedTemplateException("an integer beyond 64 bits").at(this);
        }
    }
}
