package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Expression.ArgumentsOf;
import dev.plackett.text.jinja.Token.Kind;
import dev.plackett.text.jinja.Value.None;
import dev.plackett.text.jinja.Value.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Jinja's expressions, by descent; each method binds tighter than the one before it. */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Expression NONE = new Expression.Literal(None.NONE);

    private final Cursor in;

    ExpressionParser(Cursor in) {
        this.in = in;
    }

    /** An expression, or several with commas, which make a tuple. */
    Expression tuple() {
        Expression first = expression();
        if (!in.peek().isOperator(",")) {
            return first;
        }
        List<Expression> items = new ArrayList<>(List.of(first));
        while (in.operator(",")) {
            if (in.peek().kind() == Kind.BLOCK_END || in.peek().kind() == Kind.PRINT_END || in.peek().isOperator(")")) {
                break;
            }
            items.add(expression());
        }
        return new Expression.TupleOf(items);
    }

    /** {@code a if b else c} and everything below. */
    Expression expression() {
        Expression then = or();
        while (in.name("if")) {
            Expression test = or();
            then = new Expression.Condition(test, then, in.name("else") ? expression()
                : new Expression.Literal(new Undefined("the inline if-expression evaluated to false and no else section was defined")));
        }
        return then;
    }

    /** Everything but the inline {@code if}. */
    Expression or() {
        Expression left = and();
        while (in.name("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (in.name("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        Position at = in.peek().at();
        return in.name("not") ? new Expression.Not(at, not()) : compare();
    }

    private Expression compare() {
        Position at = in.peek().at();
        List<Expression> operands = new ArrayList<>(List.of(sum()));
        List<String> operators = new ArrayList<>();
        while (true) {
            if (in.peek().kind() == Kind.OPERATOR && COMPARISONS.contains(in.peek().text())) {
                operators.add(in.next().text());
            } else if (in.name("in")) {
                operators.add("in");
            } else if (in.peek().isName("not") && in.ahead().isName("in")) {
                in.next();
                in.next();
                operators.add("not in");
            } else {
                return operators.isEmpty() ? operands.get(0) : new Expression.Compare(at, operators, operands);
            }
            operands.add(sum());
        }
    }

    private Expression sum() {
        return chain(Set.of("+", "-"), this::concatenation);
    }

    private Expression concatenation() {
        return chain(Set.of("~"), this::product);
    }

    private Expression product() {
        return chain(Set.of("*", "/", "//", "%"), this::power);
    }

    private Expression power() {
        return chain(Set.of("**"), () -> unary(true));
    }

    private Expression chain(Set<String> operators, Supplier<Expression> tighter) {
        Expression left = tighter.get();
        while (in.peek().kind() == Kind.OPERATOR && operators.contains(in.peek().text())) {
            Token operator = in.next();
            left = new Expression.Binary(operator.at(), operator.text(), left, tighter.get());
        }
        return left;
    }

    private Expression unary(boolean filters) {
        Position at = in.peek().at();
        if (in.peek().isOperator("+")) {
            throw new UnsupportedTemplateException("the unary operator '+'").at(at);
        }
        Expression operand = in.operator("-") ? new Expression.Negative(at, unary(false)) : primary();
        operand = postfix(operand);
        return filters ? filtersAndTests(operand) : operand;
    }

    private Expression primary() {
        Token token = in.next();
        switch (token.kind()) {
            case NAME:
                return switch (token.text()) {
                    case "true", "True" -> new Expression.Literal(true);
                    case "false", "False" -> new Expression.Literal(false);
                    case "none", "None" -> NONE;
                    default -> new Expression.Name(token.at(), token.text());
                };
            case STRING:
                StringBuilder text = new StringBuilder(token.text());
                while (in.peek().kind() == Kind.STRING) {
                    text.append(in.next().text());
                }
                return new Expression.Literal(text.toString());
            case INTEGER:
                try {
                    return new Expression.Literal(Long.parseLong(token.text()));
                } catch (NumberFormatException e) {
                    throw new UnsupportedTemplateException("an integer beyond 64 bits").at(token.at());
                }
            case FLOAT:
                return new Expression.Literal(Double.parseDouble(token.text()));
            default:
                break;
        }
        if (token.isOperator("(")) {
            if (in.operator(")")) {
                return new Expression.TupleOf(List.of());
            }
            Expression inner = tuple();
            in.needOperator(")");
            return inner;
        }
        if (token.isOperator("[")) {
            return new Expression.ListOf(list("]", this::expression));
        }
        if (token.isOperator("{")) {
            List<Expression> keys = new ArrayList<>();
            List<Expression> values = list("}", () -> {
                keys.add(expression());
                in.needOperator(":");
                return expression();
            });
            return new Expression.DictOf(token.at(), keys, values);
        }
        throw new TemplateException("expected an expression, found " + token.shown()).at(token.at());
    }

    private List<Expression> list(String close, Supplier<Expression> item) {
        List<Expression> items = new ArrayList<>();
        while (!in.operator(close)) {
            if (!items.isEmpty()) {
                in.needOperator(",");
                if (in.operator(close)) {
                    break;
                }
            }
            items.add(item.get());
        }
        return items;
    }

    private Expression postfix(Expression start) {
        Expression of = start;
        while (true) {
            Position at = in.peek().at();
            if (in.operator(".")) {
                Token name = in.next();
                if (name.kind() == Kind.INTEGER) {
                    of = new Expression.Item(at, of, new Expression.Literal(Long.parseLong(name.text())));
                } else if (name.kind() == Kind.NAME) {
                    of = new Expression.Attribute(at, of, name.text());
                } else {
                    throw new TemplateException("expected a name after '.', found " + name.shown()).at(name.at());
                }
            } else if (in.operator("[")) {
                of = subscript(at, of);
            } else if (in.operator("(")) {
                of = new Expression.Call(at, of, arguments());
            } else {
                return of;
            }
        }
    }

    private Expression subscript(Position at, Expression of) {
        Expression start = in.peek().isOperator(":") ? NONE : expression();
        if (in.operator("]")) {
            return new Expression.Item(at, of, start);
        }
        if (in.peek().isOperator(",")) {
            throw new UnsupportedTemplateException("several subscripts").at(in.peek().at());
        }
        in.needOperator(":");
        Expression stop = in.peek().isOperator(":") || in.peek().isOperator("]") ? NONE : expression();
        Expression step = in.operator(":") && !in.peek().isOperator("]") ? expression() : NONE;
        in.needOperator("]");
        return new Expression.Slice(at, of, start, stop, step);
    }

    /** Arguments after the opening parenthesis. */
    private ArgumentsOf arguments() {
        List<Expression> positional = new ArrayList<>();
        Map<String, Expression> named = new LinkedHashMap<>();
        list(")", () -> {
            if (in.peek().isOperator("*") || in.peek().isOperator("**")) {
                throw new UnsupportedTemplateException("arguments unpacked by '" + in.peek().text() + "'").at(in.peek().at());
            }
            if (in.peek().kind() == Kind.NAME && in.ahead().isOperator("=")) {
                String name = in.next().text();
                in.next();
                Expression value = expression();
                named.put(name, value);
                return value;
            }
            if (!named.isEmpty()) {
                throw new TemplateException("a positional argument follows a keyword argument").at(in.peek().at());
            }
            Expression value = expression();
            positional.add(value);
            return value;
        });
        return new ArgumentsOf(positional, named);
    }

    private Expression filtersAndTests(Expression start) {
        Expression of = start;
        while (true) {
            Position at = in.peek().at();
            if (in.operator("|")) {
                Token name = in.need(Kind.NAME, "a filter's name");
                Filters.Filter filter = name.at().locate(() -> Filters.find(name.text()));
                of = new Expression.Filtered(name.at(), of, filter, in.operator("(") ? arguments() : ArgumentsOf.none());
            } else if (in.name("is")) {
                boolean negated = in.name("not");
                of = test(of);
                of = negated ? new Expression.Not(at, of) : of;
            } else if (in.operator("(")) {
                of = new Expression.Call(at, of, arguments());
            } else {
                return of;
            }
        }
    }

    private Expression test(Expression of) {
        Token name = in.need(Kind.NAME, "a test's name");
        Tests.Test test = name.at().locate(() -> Tests.find(name.text()));
        ArgumentsOf arguments = ArgumentsOf.none();
        Token next = in.peek();
        if (in.operator("(")) {
            arguments = arguments();
        } else if (Set.of(Kind.STRING, Kind.INTEGER, Kind.FLOAT).contains(next.kind()) || next.isOperator("[") || next.isOperator("{")
            || next.kind() == Kind.NAME && !Set.of("else", "or", "and", "if", "is", "in", "not", "recursive").contains(next.text())) {
            arguments = new ArgumentsOf(List.of(postfix(primary())), Map.of());
        } else if (next.isName("is") || next.isName("in") || next.isName("not")) {
            throw new UnsupportedTemplateException("the word '" + next.text() + "' after a test").at(next.at());
        }
        return new Expression.Tested(name.at(), of, test, arguments);
    }
}
