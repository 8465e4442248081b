/**
 * The part of Jinja that chat templates use, with Python's semantics, as Hugging Face configures it: {@code trim_blocks} and {@code lstrip_blocks} on,
 * automatic escaping off, loop controls on, {@code tojson} without HTML escapes, the {@code generation} block.
 *
 * <p>The order of reading: {@link dev.plackett.text.jinja.Template} → {@code Lexer} → {@code Parser} → {@code Statement}, {@code Expression} →
 * {@code Filters}, {@code Tests}, {@code Methods}, {@code Operators}. Values are Java's String, Long, Double, Boolean, List and Map, and the few types in {@code Value}.
 * What is not covered is refused with {@link dev.plackett.text.jinja.UnsupportedTemplateException}; a text that Python would not write is never returned.
 */
package dev.plackett.text.jinja;
