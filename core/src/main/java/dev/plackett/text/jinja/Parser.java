package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Statement.Block;
import dev.plackett.text.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Jinja's statements. */
final class Parser {

    private static final Set<String> UNSUPPORTED = Set.of("autoescape", "block", "call", "debug", "do", "extends", "filter", "from", "import", "include",
        "pluralize", "trans", "with");
    private static final Expression ALWAYS = new Expression.Literal(true);

    private final Cursor in;
    private final ExpressionParser expressions;
    private int loops;
    private String ended = "";

    private Parser(List<Token> tokens) {
        this.in = new Cursor(tokens);
        this.expressions = new ExpressionParser(in);
    }

    static Block parse(List<Token> tokens) {
        Parser parser = new Parser(tokens);
        return parser.until();
    }

    /** Statements up to a tag that begins with one of these names, which is stepped over (without its end) and kept in {@link #ended}. */
    private Block until(String... ends) {
        List<Statement> out = new ArrayList<>();
        while (in.peek().kind() != Kind.END) {
            Token token = in.next();
            if (token.kind() == Kind.TEXT) {
                out.add(new Statement.Text(token.text()));
            } else if (token.kind() == Kind.PRINT_BEGIN) {
                Expression of = expressions.tuple();
                in.need(Kind.PRINT_END, "'}}'");
                out.add(new Statement.Print(token.at(), of));
            } else {
                Token name = in.need(Kind.NAME, "a statement's name");
                if (Arrays.asList(ends).contains(name.text())) {
                    ended = name.text();
                    return new Block(out);
                }
                out.add(statement(name));
            }
        }
        if (ends.length > 0) {
            throw in.unexpected("'" + String.join("' or '", ends) + "'");
        }
        return new Block(out);
    }

    private Statement statement(Token name) {
        return switch (name.text()) {
            case "if" -> ifStatement();
            case "for" -> forStatement(name.at());
            case "set" -> setStatement(name.at());
            case "macro" -> macro(name.at());
            case "generation" -> {
                end();
                Block body = until("endgeneration");
                end();
                yield new Statement.Generation(body);
            }
            case "break", "continue" -> {
                if (loops == 0) {
                    throw new TemplateException("'" + name.text() + "' outside of a loop").at(name.at());
                }
                end();
                yield new Statement.Jump(name.text().equals("break") ? Statement.Flow.BREAK : Statement.Flow.CONTINUE);
            }
            default -> {
                if (UNSUPPORTED.contains(name.text())) {
                    throw new UnsupportedTemplateException("the statement '" + name.text() + "'").at(name.at());
                }
                throw new TemplateException("unknown statement '" + name.text() + "'").at(name.at());
            }
        };
    }

    private Statement ifStatement() {
        List<Expression> conditions = new ArrayList<>();
        List<Block> branches = new ArrayList<>();
        ended = "elif";
        while (ended.equals("elif")) {
            conditions.add(expressions.or());
            end();
            branches.add(until("elif", "else", "endif"));
        }
        Block otherwise = new Block(List.of());
        if (ended.equals("else")) {
            end();
            otherwise = until("endif");
        }
        end();
        return new Statement.If(conditions, branches, otherwise);
    }

    private Statement forStatement(Position at) {
        List<String> targets = new ArrayList<>();
        boolean parenthesis = in.operator("(");
        do {
            targets.add(in.need(Kind.NAME, "a name").text());
        } while (in.operator(","));
        if (parenthesis) {
            in.needOperator(")");
        }
        if (!in.name("in")) {
            throw in.unexpected("'in'");
        }
        Expression of = expressions.or();
        Expression condition = in.name("if") ? expressions.expression() : ALWAYS;
        if (in.peek().isName("recursive")) {
            throw new UnsupportedTemplateException("a recursive loop").at(in.peek().at());
        }
        end();
        loops++;
        Block body = until("else", "endfor");
        loops--;
        Block otherwise = new Block(List.of());
        if (ended.equals("else")) {
            end();
            otherwise = until("endfor");
        }
        end();
        return new Statement.For(at, targets, of, condition, body, otherwise, loops + 1);
    }

    private Statement setStatement(Position at) {
        String name = in.need(Kind.NAME, "a name").text();
        if (in.operator(".")) {
            String attribute = in.need(Kind.NAME, "an attribute").text();
            in.needOperator("=");
            Expression value = expressions.tuple();
            end();
            return new Statement.SetAttribute(at, name, attribute, value);
        }
        if (in.operator("=")) {
            Expression value = expressions.tuple();
            end();
            return new Statement.Assign(name, value);
        }
        if (in.peek().isOperator(",") || in.peek().isOperator("|")) {
            throw new UnsupportedTemplateException("'set' with " + (in.peek().isOperator(",") ? "several names" : "a filter")).at(at);
        }
        end();
        Block body = until("endset");
        end();
        return new Statement.Capture(name, body);
    }

    private Statement macro(Position at) {
        String name = in.need(Kind.NAME, "a macro's name").text();
        in.needOperator("(");
        List<String> parameters = new ArrayList<>();
        List<Expression> defaults = new ArrayList<>();
        while (!in.operator(")")) {
            if (!parameters.isEmpty()) {
                in.needOperator(",");
            }
            parameters.add(in.need(Kind.NAME, "a parameter").text());
            if (in.operator("=")) {
                defaults.add(expressions.expression());
            } else if (!defaults.isEmpty()) {
                throw new TemplateException("a parameter without default follows one with a default").at(in.peek().at());
            }
        }
        end();
        int outside = loops;
        loops = 0;
        Block body = until("endmacro");
        loops = outside;
        end();
        return new Statement.Macro(at, name, parameters, defaults, body);
    }

    private void end() {
        in.need(Kind.BLOCK_END, "'%}'");
    }
}
