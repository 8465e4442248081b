package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Token.Kind;
import java.util.List;

/** A place among tokens, and the questions a parser asks there. */
final class Cursor {

    private final List<Token> tokens;
    private int at;

    Cursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token ahead() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        at += token.kind() == Kind.END ? 0 : 1;
        return token;
    }

    /** Steps over an operator if it is next. */
    boolean operator(String wanted) {
        boolean hit = peek().isOperator(wanted);
        at += hit ? 1 : 0;
        return hit;
    }

    /** Steps over a name if it is next. */
    boolean name(String wanted) {
        boolean hit = peek().isName(wanted);
        at += hit ? 1 : 0;
        return hit;
    }

    void needOperator(String wanted) {
        if (!operator(wanted)) {
            throw unexpected("'" + wanted + "'");
        }
    }

    Token need(Kind kind, String what) {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return next();
    }

    TemplateException unexpected(String wanted) {
        return new TemplateException("expected " + wanted + ", found " + peek().shown()).at(peek().at());
    }
}
