package dev.plackett.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartsTest {

    private static String draw(Block block) {
        Html out = new Html();
        block.render(out);
        return out.toString();
    }

    private static int count(String text, String what) {
        return text.split(Pattern.quote(what), -1).length - 1;
    }

    @Test
    void aScatterDrawsItsFinitePointsAndItsLineInside() {
        String svg = draw(Scatter.of("s", "x", "y").points("a <b>", new double[] {0, 1, 2, Double.NaN}, new double[] {0, 5, 10, 3})
            .points("b", new double[] {1}, new double[] {Double.POSITIVE_INFINITY}).line("twice", 2, 0));
        assertThat(count(svg, "<circle")).isEqualTo(3);
        assertThat(svg).contains("a &lt;b&gt;", ">twice</text>");
        Matcher line = Pattern.compile("class=\"threshold\" x1=\"([\\d.]+)\" x2=\"([\\d.]+)\" y1=\"([\\d.]+)\" y2=\"([\\d.]+)\"").matcher(svg);
        assertThat(line.find()).isTrue();
        assertThat(Double.parseDouble(line.group(3))).as("y of the line's left end, below its right end").isGreaterThan(Double.parseDouble(line.group(4)))
            .isLessThanOrEqualTo(230);
        assertThatThrownBy(() -> Scatter.of("s", "x", "y").points("p", new double[1], new double[2])).hasMessageContaining("1 x, 2 y");
    }

    @Test
    void manyPointsAreThinnedEvenly() {
        double[] many = IntStream.range(0, 100_000).asDoubleStream().toArray();
        String svg = draw(Scatter.of("s", "x", "y").points("p", many, many));
        assertThat(count(svg, "<circle")).isEqualTo(1500);
    }

    @Test
    void theBarsOfAHistogramAddUpToOne() {
        String svg = draw(Histogram.of("h", "x").values("p", new double[] {0, 0, 0, 1, Double.NaN}).mark("here", 0.5));
        Matcher path = Pattern.compile("class=\"area\" d=\"M[\\d.]+ ([\\d.]+)([^\"]+)Z\"").matcher(svg);
        assertThat(path.find()).isTrue();
        double floor = Double.parseDouble(path.group(1));
        double[] tops = Pattern.compile("V([\\d.]+)").matcher(path.group(2)).results().mapToDouble(m -> Double.parseDouble(m.group(1))).toArray();
        assertThat(floor - tops[0]).as("three of four").isCloseTo(3 * (floor - tops[23]), org.assertj.core.api.Assertions.within(0.5));
        assertThat(svg).contains(">here</text>");
    }

    @Test
    void chartsOfNothingAndOfConstantsCanBeDrawn() {
        draw(Scatter.of("empty", "x", "y").line("l", 1, 0));
        draw(Scatter.of("one", "x", "y").points("p", new double[] {3}, new double[] {7}).line("flat", 0, 7));
        draw(Histogram.of("empty", "x").mark("nowhere", Double.NaN));
        assertThat(draw(Histogram.of("constant", "x").values("p", new double[] {2, 2, 2}))).doesNotContain("NaN").doesNotContain("Infinity");
    }
}
