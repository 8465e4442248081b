package dev.plackett.text.jinja;

import dev.plackett.text.jinja.Value.Callable;
import dev.plackett.text.jinja.Value.Generated;
import dev.plackett.text.jinja.Value.Loop;
import dev.plackett.text.jinja.Value.Namespace;
import dev.plackett.text.jinja.Value.Undefined;
import dev.plackett.text.jinja.Value.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A parsed statement. */
sealed interface Statement {

    /** How a statement ended. */
    enum Flow { NEXT, BREAK, CONTINUE }

    /** Writes what the statement says; sets its names. */
    Flow render(Scope scope, StringBuilder out);

    /** Names that it sets in the scope it is rendered in, whatever happens. */
    default Set<String> sets() {
        return Set.of();
    }

    /** Statements one after the other. */
    record Block(List<Statement> statements) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder out) {
            for (Statement s : statements) {
                Flow flow = s.render(scope, out);
                if (flow != Flow.NEXT) {
                    return flow;
                }
            }
            return Flow.NEXT;
        }

        @Override
        public Set<String> sets() {
            return statements.stream().flatMap(s -> s.sets().stream()).collect(Collectors.toSet());
        }

        /** The block's text, with a scope of its own. */
        String text(Scope outer) {
            StringBuilder out = new StringBuilder();
            render(outer.inner(this), out);
            return out.toString();
        }
    }

    /** Literal text. */
    record Text(String text) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder out) {
            out.append(text);
            return Flow.NEXT;
        }
    }

    /** {@code {{ of }}}. */
    record Print(Position at, Expression of) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder out) {
            Object value = of.value(scope);
            out.append(at.locate(() -> Values.text(value)));
            return Flow.NEXT;
        }
    }

    /** {@code if}, {@code elif}, {@code else}: the first branch whose condition holds. */
    record If(List<Expression> conditions, List<Block> branches, Block otherwise) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder out) {
            for (int i = 0; i < conditions.size(); i++) {
                if (Values.truth(conditions.get(i).value(scope))) {
                    return branches.get(i).render(scope, out);
                }
            }
            return otherwise.render(scope, out);
        }

        @Override
        public Set<String> sets() {
            Set<String> all = new HashSet<>(otherwise.sets());
            branches.forEach(b -> all.retainAll(b.sets()));
            return all;
        }
    }

    /** {@code for targets in of if condition … else …}. Names set in the body end with the turn. */
    record For(Position at, List<String> targets, Expression of, Expression condition, Block body, Block otherwise, int depth) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder out) {
            Object all = of.value(scope);
            List<Object> items = new ArrayList<>();
            for (Object item : at.locate(() -> Values.items(all))) {
                if (Values.truth(condition.value(bind(scope.inner(body), item)))) {
                    items.add(item);
                }
            }
            for (int i = 0; i < items.size(); i++) {
                Scope turn = bind(scope.inner(body).set("loop", new Loop(items, i, depth)), items.get(i));
                if (body.render(turn, out) == Flow.BREAK) {
                    break;
                }
            }
            return items.isEmpty() ? otherwise.render(scope.inner(otherwise), out) : Flow.NEXT;
        }

        private Scope bind(Scope scope, Object item) {
            if (targets.size() == 1) {
                return scope.set(targets.get(0), item);
            }
            List<Object> parts = at.locate(() -> Values.items(item));
            if (parts.size() != targets.size()) {
                throw new TemplateException(targets.size() + " values to unpack expected, found " + parts.size()).at(at);
            }
            for (int i = 0; i < parts.size(); i++) {
                scope.set(targets.get(i), parts.get(i));
            }
            return scope;
        }
    }

    /** {@code set name = value}. */
    record Assign(String name, Expression value) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder out) {
            scope.set(name, value.value(scope));
            return Flow.NEXT;
        }

        @Override
        public Set<String> sets() {
            return Set.of(name);
        }
    }

    /** {@code set space.name = value}. */
    record SetAttribute(Position at, String space, String name, Expression value) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder out) {
            Object result = value.value(scope);
            if (!(at.locate(() -> scope.get(space)) instanceof Namespace namespace)) {
                throw new TemplateException("'" + space + "' is no namespace: its attributes cannot be set").at(at);
            }
            namespace.attributes().put(name, result);
            return Flow.NEXT;
        }
    }

    /** {@code set name} … {@code endset}: the text between. */
    record Capture(String name, Block body) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder out) {
            scope.set(name, body.text(scope));
            return Flow.NEXT;
        }

        @Override
        public Set<String> sets() {
            return Set.of(name);
        }
    }

    /** {@code macro name(parameters)}: defines a function that returns its text. */
    record Macro(Position at, String name, List<String> parameters, List<Expression> defaults, Block body) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder out) {
            scope.set(name, new Callable(name, arguments -> call(scope, arguments)));
            return Flow.NEXT;
        }

        @Override
        public Set<String> sets() {
            return Set.of(name);
        }

        private String call(Scope defined, Arguments given) {
            given.only(parameters.toArray(String[]::new));
            Scope scope = defined.inner(body);
            int required = parameters.size() - defaults.size();
            for (int i = 0; i < parameters.size(); i++) {
                String parameter = parameters.get(i);
                Object argument = given.get(i, parameter, null);
                if (argument == null) {
                    argument = i < required ? new Undefined("parameter '" + parameter + "' was not provided") : defaults.get(i - required).value(scope);
                }
                if (argument instanceof Generated || argument instanceof View) {
                    throw new UnsupportedTemplateException("a lazy value as the argument of a macro").at(at);
                }
                scope.set(parameter, argument);
            }
            StringBuilder out = new StringBuilder();
            body.render(scope, out);
            return out.toString();
        }
    }

    /** {@code generation} … {@code endgeneration}: the assistant's words; a scope of its own. */
    record Generation(Block body) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder out) {
            return body.render(scope.inner(body), out);
        }
    }

    /** {@code break} and {@code continue}. */
    record Jump(Flow flow) implements Statement {
        @Override
        public Flow render(Scope scope, StringBuilder out) {
            return flow;
        }
    }
}
