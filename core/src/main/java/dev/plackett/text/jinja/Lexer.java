package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens. Whitespace control happens here: {@code -} strips, {@code +} keeps, {@code trim_blocks} drops the line break after a block
 * or comment, {@code lstrip_blocks} the blanks before one that begins a line; one line break at the template's end is dropped.
 */
final class Lexer {

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");
    private static final Pattern FLOAT = Pattern.compile("\\d+(?:\\.\\d+(?:[eE][+-]?\\d+)?|[eE][+-]?\\d+)");
    private static final Pattern INTEGER = Pattern.compile("\\d+");
    private static final Pattern STRING = Pattern.compile("'(?:[^'\\\\]|\\\\.)*+'|\"(?:[^\"\\\\]|\\\\.)*+\"", Pattern.DOTALL);
    private static final Pattern OPERATOR = Pattern.compile("\\*\\*|//|==|!=|>=|<=|[-+*/%~()\\[\\]{}.,:|=<>]");
    private static final Pattern RAW = Pattern.compile("\\{%[-+]?\\s*raw\\b");

    private final String name;
    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    /** Whether what was read last ended a line; a template's beginning counts. */
    private boolean lineStart = true;

    private Lexer(String name, String source) {
        this.name = name;
        String normal = source.replace("\r\n", "\n").replace('\r', '\n');
        this.source = normal.endsWith("\n") ? normal.substring(0, normal.length() - 1) : normal;
    }

    static List<Token> tokens(String name, String source) {
        return new Lexer(name, source).run();
    }

    private List<Token> run() {
        while (at < source.length()) {
            int tag = nextTag();
            text(tag);
            if (tag < source.length()) {
                tag();
            }
        }
        tokens.add(new Token(Kind.END, "", position(at)));
        return tokens;
    }

    private int nextTag() {
        for (int i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            if ("{%#".indexOf(source.charAt(i + 1)) >= 0) {
                return i;
            }
        }
        return source.length();
    }

    private void text(int end) {
        String text = source.substring(at, end);
        if (end < source.length()) {
            char sign = end + 2 < source.length() ? source.charAt(end + 2) : ' ';
            if (sign == '-') {
                text = Spaces.stripRight(text);
            } else if (sign != '+' && source.charAt(end + 1) != '{') {
                int line = text.lastIndexOf('\n') + 1;
                if ((line > 0 || lineStart) && Spaces.stripRight(text.substring(line)).isEmpty()) {
                    text = text.substring(0, line);
                }
            }
        }
        if (!text.isEmpty()) {
            tokens.add(new Token(Kind.TEXT, text, position(at)));
        }
        at = end;
    }

    private void tag() {
        int begin = at;
        char kind = source.charAt(at + 1);
        Matcher raw = RAW.matcher(source).region(at, source.length());
        if (raw.lookingAt()) {
            throw new UnsupportedTemplateException("the statement 'raw'").at(position(begin));
        }
        at += at + 2 < source.length() && "-+".indexOf(source.charAt(at + 2)) >= 0 ? 3 : 2;
        if (kind == '#') {
            int end = source.indexOf("#}", at);
            if (end < 0) {
                throw new TemplateException("a comment does not end").at(position(begin));
            }
            at = end;
            closing("#}", source.charAt(end - 1), true);
            return;
        }
        String close = kind == '{' ? "}}" : "%}";
        tokens.add(new Token(kind == '{' ? Kind.PRINT_BEGIN : Kind.BLOCK_BEGIN, source.substring(begin, at), position(begin)));
        int open = 0;
        while (true) {
            while (at < source.length() && Spaces.is(source.charAt(at))) {
                at++;
            }
            if (at >= source.length()) {
                throw new TemplateException("a tag does not end: '" + close + "' is missing").at(position(begin));
            }
            if (open == 0) {
                boolean signed = "-+".indexOf(source.charAt(at)) >= 0 && source.startsWith(close, at + 1) && (kind == '%' || source.charAt(at) == '-');
                if (signed || source.startsWith(close, at)) {
                    int here = at;
                    at += signed ? 1 : 0;
                    tokens.add(new Token(kind == '{' ? Kind.PRINT_END : Kind.BLOCK_END, source.substring(here, at + 2), position(here)));
                    closing(close, signed ? source.charAt(here) : ' ', kind == '%');
                    return;
                }
            }
            Token token = inside();
            tokens.add(token);
            if (token.kind() == Kind.OPERATOR) {
                open += "([{".contains(token.text()) ? 1 : ")]}".contains(token.text()) ? -1 : 0;
                if (open < 0) {
                    throw new TemplateException("unexpected '" + token.text() + "'").at(token.at());
                }
            }
        }
    }

    /** Steps over a closing delimiter and what whitespace control takes after it. */
    private void closing(String delimiter, char sign, boolean block) {
        at += delimiter.length();
        if (sign == '-') {
            while (at < source.length() && Spaces.is(source.charAt(at))) {
                at++;
            }
        } else if (block && sign != '+' && at < source.length() && source.charAt(at) == '\n') {
            at++;
        }
        lineStart = source.charAt(at - 1) == '\n';
    }

    private Token inside() {
        Position here = position(at);
        for (Kind kind : new Kind[] {Kind.NAME, Kind.FLOAT, Kind.INTEGER, Kind.STRING, Kind.OPERATOR}) {
            Pattern pattern = switch (kind) {
                case NAME -> NAME;
                case FLOAT -> FLOAT;
                case INTEGER -> INTEGER;
                case STRING -> STRING;
                default -> OPERATOR;
            };
            Matcher matcher = pattern.matcher(source).region(at, source.length());
            if (matcher.lookingAt()) {
                at = matcher.end();
                String text = matcher.group();
                return new Token(kind, kind == Kind.STRING ? here.locate(() -> Escapes.unescape(text.substring(1, text.length() - 1))) : text, here);
            }
        }
        throw new TemplateException("unexpected character '" + Character.toString(source.codePointAt(at)) + "'").at(here);
    }

    private Position position(int offset) {
        int line = 1;
        int start = 0;
        for (int i = source.indexOf('\n'); i >= 0 && i < offset; i = source.indexOf('\n', i + 1)) {
            line++;
            start = i + 1;
        }
        return new Position(name, line, offset - start + 1);
    }
}
