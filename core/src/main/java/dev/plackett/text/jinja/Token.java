package dev.plackett.text.jinja;

/**
 * A piece of a template.
 *
 * @param kind what it is
 * @param text literal text, a name, a string's value, a number's digits, an operator
 * @param at   where it begins
 */
record Token(Kind kind, String text, Position at) {

    /** Kinds of tokens. */
    enum Kind { TEXT, PRINT_BEGIN, PRINT_END, BLOCK_BEGIN, BLOCK_END, NAME, STRING, INTEGER, FLOAT, OPERATOR, END }

    boolean is(Kind wanted, String wantedText) {
        return kind == wanted && text.equals(wantedText);
    }

    boolean isName(String name) {
        return is(Kind.NAME, name);
    }

    boolean isOperator(String operator) {
        return is(Kind.OPERATOR, operator);
    }

    /** For error messages. */
    String shown() {
        return kind == Kind.END ? "the template's end" : "'" + text + "'";
    }
}
