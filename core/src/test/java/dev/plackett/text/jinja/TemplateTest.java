package dev.plackett.text.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.io.Json;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts expected here are those of Jinja 3.1 with the settings that transformers uses. */
class TemplateTest {

    private static final String VARIABLES = """
        {"s": "Héllo 🙂", "n": 3, "f": 0.1, "g": 1e22, "z": null, "b": true, "l": [1, "x", null, 2.5, true], "e": [],
         "d": {"a": 1, "items": [1], "B": "it's"}, "msgs": [{"role": "user", "content": "hi"}, {"role": "assistant"}]}""";

    private static String render(String source) {
        Map<String, Object> variables = new HashMap<>();
        Json.MAPPER.readTree(VARIABLES).properties().forEach(e -> variables.put(e.getKey(), JsonValues.of(e.getValue())));
        return Template.parse("t", source).render(variables, LocalDateTime.of(2026, 11, 3, 16, 5, 6));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, value = {
        "{{ s[-1] ~ s[6:] ~ s[::-1] ~ s|length }}¦🙂🙂🙂 olléH7",
        "{{ l }}{{ d }}¦[1, 'x', None, 2.5, True]{'a': 1, 'items': [1], 'B': \"it's\"}",
        "{{ f }} {{ g }} {{ 1/3 }} {{ 7//-2 }} {{ -7 % 3 }} {{ 1e-5 }}¦0.1 1e+22 0.3333333333333333 -4 2 1e-05",
        "{{ d|tojson }}{{ s|tojson(ensure_ascii=true) }}¦{\"a\": 1, \"items\": [1], \"B\": \"it's\"}\"H\\u00e9llo \\ud83d\\ude42\"",
        "{{ d['items'] }}{{ d.a }}{{ d.x }}{{ 'x' in d }}{{ d.get('x', 9) }}¦[1]1False9",
        "{{ 'a b  c'.split() }}{{ 'a,b,,c'.split(',', 1) }}{{ 'xxaxx'.strip('x') }}¦['a', 'b', 'c']['a', 'b,,c']a",
        "{{ 1 < 2 < 3 }}{{ not n == 3 }}{{ n is divisibleby 3 and z is none }}{{ u is defined }}¦TrueFalseTrueFalse",
        "{{ n if u else 'no' }}{{ n if u }}{{ u or 'or' }}{{ '' and 1 }}{{ u|default('D') }}¦noorD",
        "{{ 'a' ~ n|string + 'b' }}{{ -n|string }}{{ (n + 1) * 2 }}¦a3b-38",
        "{% for k, v in d.items() %}{{ loop.index }}{{ k }}{{ ',' if not loop.last }}{% else %}none{% endfor %}¦1a,2items,3B",
        "{% for x in l if x is number %}{{ loop.length }}{{ x }};{% endfor %}{% for x in e %}{% else %}E{% endfor %}¦31;32.5;3True;E",
        "{% set x = 1 %}{% for i in l %}{% set x = 2 %}{% endfor %}{{ x }}{% set ns = namespace(x=1) %}{% for i in l %}{% set ns.x = ns.x + 1 %}{% endfor %}{{ ns.x }}¦16",
        "{% for i in range(9) %}{% if i == 1 %}{% continue %}{% elif i > 3 %}{% break %}{% endif %}{{ i }}{% endfor %}¦023",
        "{% macro m(a, b='B') %}{{ a }}{{ b }}{{ n }}{% endmacro %}{{ m(1) }}{{ m(b=2, a=1) }}{{ m() }}¦1B3123B3",
        "{% set x %}<{{ n }}>{% endset %}{{ x ~ x|length }}¦<3>3",
        "{{ msgs|map(attribute='role')|join('+') }}{{ msgs|selectattr('content')|list|length }}{{ d|dictsort|first }}¦user+assistant1('a', 1)",
        "{{ strftime_now('%d %b %Y, %H:%M %p') }}¦03 Nov 2026, 16:05 PM",
        "{{ 'a' 'b' }}{{ \"\\x41\\u00e9\\q\" }}{{ {'k': [1, (2,)]} }}¦abAé\\q{'k': [1, (2,)]}"})
    void pythonsText(String source, String text) {
        assertThat(render(source)).isEqualTo(text);
    }

    @Test
    void whiteSpaceIsTakenAsTransformersConfiguresIt() {
        assertThat(render("a\n  {% if n %}\nb\n  {% endif %}\nc\n")).isEqualTo("a\nb\nc");
        assertThat(render("a  {%- if n -%}  \n b {%- endif %}\n\nc")).isEqualTo("ab\nc");
        assertThat(render("  {%+ if n %}b{% endif +%}\nc")).isEqualTo("  b\nc");
        assertThat(render("a\n  {# note #}\nb {#- note -#}\n c")).isEqualTo("a\nbc");
        assertThat(render("a\n  {{ n }}\n  {{- n -}}\n b\n\n")).isEqualTo("a\n  33b\n");
        assertThat(render("a\r\n{{ 'x}}' }}{{ {'a': {'b': 1}}['a'] }}\r\n")).isEqualTo("a\nx}}{'b': 1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{ raise_exception('no') }}", "{{ u.x }}", "{{ u + 1 }}", "{{ 'a' + n }}", "{{ n() }}", "{% if %}", "{{ n", "{% endfor %}",
        "{% for a, b in l %}{% endfor %}", "{{ [1][ }}", "{% set d.x = 1 %}", "{{ n|length }}", "{{ 1 // 0 }}", "{{ 'a' in n }}", "{% break %}",
        "{% macro m(a) %}{{ m(a) }}{% endmacro %}{{ m(1) }}", "{{ u|tojson }}", "{{ n < 'a' }}"})
    void whatPythonRejectsIsAnError(String source) {
        assertThatThrownBy(() -> render(source)).isInstanceOf(TemplateException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '¦', quoteCharacter = '`', value = {
        "{{ l|sort }}¦the filter 'sort'", "{% include 'x' %}¦the statement 'include'", "{{ s.title() }}¦the method 'title' of str",
        "{{ '%s' % n }}¦the operator '%'", "{{ d.items }}¦the printed form of a callable", "{{ l|map('upper') }}¦the printed form of a generated",
        "{% for x in l recursive %}{% endfor %}¦a recursive loop", "{{ f(*l) }}¦arguments unpacked", "{{ l.append(1) }}¦the method 'append'",
        "{{ '<'|safe + '>' }}¦the filter 'safe'", "{% raw %}{{{% endraw %}¦the statement 'raw'", "{{ l is sameas l }}¦the test 'sameas'",
        "{{ s.__class__ }}¦'__class__'", "{{ strftime_now('%c') }}¦the date format '%c'", "{{ cycler(1) }}¦the function 'cycler'",
        "{% for x in l %}{{ s }}{% endfor %}{% set s = 1 %}¦the variable 's' within a loop or macro before"})
    void whatIsNotCoveredIsRefusedByName(String source, String construct) {
        assertThatThrownBy(() -> render(source)).isInstanceOfSatisfying(UnsupportedTemplateException.class, e -> {
            assertThat(e.construct()).contains(construct);
            assertThat(e).hasMessageStartingWith("t: line ");
        });
    }

    @Test
    void placesAreExact() {
        assertThatThrownBy(() -> render("ab\n{% if n %}\n  {{ msgs[1].content.strip() }}\n{% endif %}")).isInstanceOf(TemplateException.class)
            .hasMessage("t: line 3, column 21: 'dict object' has no attribute 'content'");
        assertThatThrownBy(() -> render("{{ s|title }}")).isInstanceOf(UnsupportedTemplateException.class).hasMessageStartingWith("t: line 1, column 6: ");
    }
}
