package dev.plackett.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.report.Claim;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {

    /** Writes the page with everything on it to target/report-demo.html, to be looked at. */
    @Test
    void thePageIsOneFileThatNeedsNothingElse() throws Exception {
        String html = demo().html();
        Files.writeString(Path.of(System.getProperty("plackett.basedir", "."), "target", "report-demo.html"), html);
        assertThat(html).doesNotContain("<script", "<link", "src=", "href=", "@import", "url(");
        assertThat(html).contains("default-src 'none'").startsWith("<!doctype html>");
        parse(html);
    }

    @Test
    void everyBlockEscapesWhatItShows() throws Exception {
        String evil = "<script>alert('1')</script>&\"\u0000\uD800";
        Report report = Report.titled(evil, evil).section(evil).text(evil).values(Map.of(evil, evil)).add(new Code(evil))
            .chart(LineChart.of(evil, evil, evil).line(evil, new double[] {1}, new double[] {2}).threshold(evil, 1))
            .table(Table.of(evil).row(evil).note(evil)).samples(Samples.of(evil).answer(evil, evil, evil))
            .matrix(new Matrix(evil, List.of(evil), List.of(evil), new double[][] {{0.5}}, 2))
            .claims(List.of(new Claim(evil, evil, true, 1, null, 1, evil)));
        String html = report.html();
        assertThat(html).doesNotContain("<script", "\u0000", "&\"");
        parse(html);
    }

    @Test
    void aChartPutsPointsWhereTheyBelong() throws Exception {
        Document page = parse(Report.titled("t", "").chart(LineChart.of("c", "x", "y")
            .line("l", new double[] {0, 1, 2, 3}, new double[] {0, 1, Double.NaN, 10})).html());
        var circles = page.getElementsByTagName("circle");
        assertThat(circles.getLength()).isEqualTo(3);
        double[] y = IntStream.range(0, 3).mapToDouble(i -> Double.parseDouble(circles.item(i).getAttributes().getNamedItem("cy").getNodeValue())).toArray();
        double[] x = IntStream.range(0, 3).mapToDouble(i -> Double.parseDouble(circles.item(i).getAttributes().getNamedItem("cx").getNodeValue())).toArray();
        assertThat((y[0] - y[1]) * 10).isCloseTo(y[0] - y[2], org.assertj.core.data.Offset.offset(1.1));
        assertThat((x[1] - x[0]) * 3).isCloseTo(x[2] - x[0], org.assertj.core.data.Offset.offset(0.4));
        assertThat(page.getElementsByTagName("path").item(0).getAttributes().getNamedItem("d").getNodeValue().chars().filter(c -> c == 'M').count()).isEqualTo(2);
    }

    @Test
    void chartsOfNothingAndOfConstantsCanBeDrawn() throws Exception {
        parse(Report.titled("t", "").chart(LineChart.of("empty", "x", "y"))
            .chart(LineChart.of("one", "x", "y").line("l", new double[] {3}, new double[] {7}))
            .chart(LineChart.of("nothing finite", "x", "y").line("l", new double[] {3}, new double[] {Double.NaN}))
            .chart(LineChart.of("huge", "x", "y").line("l", new double[] {0, 1e6}, new double[] {-1e30, 1e30}))
            .chart(LineChart.of("long", "x", "y").smoothed("l", IntStream.range(0, 50_000).asDoubleStream().toArray(), new double[50_000], 100)).html());
    }

    @Test
    void ticksAreRoundNumbers() {
        assertThat(Scale.of(0.13, 0.97, 0, 100, 5, false).rounded().ticks().stream().map(t -> Numerals.tick(t, 0.2)))
            .containsExactly("0.0", "0.2", "0.4", "0.6", "0.8", "1.0");
        assertThat(Scale.of(1, 3, 0, 100, 6, true).ticks()).containsExactly(1.0, 2.0, 3.0);
    }

    @Test
    void numbersAreShortAndHonest() {
        assertThat(Numerals.plain(0.71234567)).isEqualTo("0.7123");
        assertThat(Numerals.plain(-12.5)).isEqualTo("−12.5");
        assertThat(Numerals.plain(5e-7)).isEqualTo("5e-7");
        assertThat(Numerals.plain(123456)).isEqualTo("123 456");
        assertThat(Numerals.digits(0.5, 0.412, 0)).isEqualTo(3);
        assertThat(Numerals.digits(0.5, 1e-5)).isEqualTo(-1);
        assertThat(Numerals.tick(0, 1e-7)).isEqualTo("0");
        assertThat(Numerals.plain(Double.NaN)).isEqualTo("–");
        assertThat(Numerals.plain(Double.NEGATIVE_INFINITY)).isEqualTo("−∞");
    }

    @Test
    void tablesRefuseRowsOfAnotherWidth() {
        assertThatThrownBy(() -> Table.of("a", "b").row(1)).hasMessageContaining("1 cells under 2 headings");
    }

    private static Document parse(String html) throws Exception {
        String xml = html.replaceFirst("<!doctype html>", "").replaceAll("<meta [^>]*>", "");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }

    private static Report demo() {
        SplittableRandom random = new SplittableRandom(7);
        double[] rounds = {0, 1, 2, 3};
        double[] steps = IntStream.rangeClosed(1, 900).asDoubleStream().toArray();
        double[] loss = IntStream.range(0, 900).mapToDouble(i -> 4.2 * Math.exp(-i / 260.0) + 0.9 + random.nextDouble(-0.5, 0.5)).toArray();
        double[] other = IntStream.range(0, 900).mapToDouble(i -> 4.2 * Math.exp(-i / 180.0) + 1.3 + random.nextDouble(-0.5, 0.5)).toArray();
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("command", "plackett run sppo --set rounds=3");
        provenance.put("started", "2026-11-24T13:56:37Z");
        provenance.put("plackett", "0.1.0");
        provenance.put("libtorch", "2.10.0-1.5.13");
        provenance.put("configuration", "088067b6bc6c8fa3a0e6d8de3c56f73767d2d04b8c92f1028f8972b28176e888");
        return Report.titled("SPPO on WordNet glosses", "A 4 M Llama plays three rounds against itself; ranker 1 judges during training, ranker 2 only afterwards.")
            .section("Claims").claims(List.of(
                Claim.above("sppo", "Each round beats the base model by the held-out judge", 0.712, new Claim.Interval(0.681, 0.743), 0.6,
                    "evaluation/win_rate where judge=held-out, round=3"),
                Claim.above("sppo", "The likelihood of chosen answers rises", -1.34, new Claim.Interval(-1.9, -0.78), 0, "evaluation/chosen_change"),
                Claim.above("sppo", "Round 3 beats round 2", 0.517, new Claim.Interval(0.484, 0.55), 0.5, "evaluation/win_rate_previous"),
                Claim.notMeasured("sppo", "AlpacaEval 2.0 length-controlled win rate", 0.285, "needs the released weights, not run here")))
            .section("Win rates").text("Against the base model, over 400 held-out prompts with two samples a side and both orders. Bars are one standard error.")
            .chart(LineChart.of("Win rate against the base", "round", "win rate")
                .line("held-out judge", rounds, new double[] {0.5, 0.61, 0.68, 0.712}, new double[] {0.016, 0.016, 0.015, 0.0158})
                .line("training judge", rounds, new double[] {0.5, 0.66, 0.75, 0.80}, new double[] {0.016, 0.015, 0.014, 0.013}).threshold("no better than the base", 0.5))
            .chart(LineChart.of("KL to the base", "round", "nats per answer").line("sppo", rounds, new double[] {0, 1.4, 3.1, 4.9})
                .line("dpo β 0.1", rounds, new double[] {0, 3.9, 8.2, 13.5}).line("dpo β 0.5", rounds, new double[] {0, 1.1, 2.2, 3.0}))
            .matrix(new Matrix("Row beats column, held-out judge", List.of("base", "round 1", "round 2", "round 3"), List.of("base", "round 1", "round 2", "round 3"),
                new double[][] {{Double.NaN, 0.39, 0.32, 0.288}, {0.61, Double.NaN, 0.45, 0.42}, {0.68, 0.55, Double.NaN, 0.483}, {0.712, 0.58, 0.517, Double.NaN}}, 3))
            .section("Training")
            .chart(LineChart.of("Loss", "step", "loss").smoothed("sppo", steps, loss, 40).smoothed("dpo", steps, other, 40))
            .chart(LineChart.of("Learning rate", "step", "").line("linear", steps, IntStream.range(0, 900).mapToDouble(i -> 5e-7 * (1 - i / 900.0)).toArray()))
            .table(Table.of("method", "win rate", "KL", "mean length", "distinct-2", "seconds").row("base", 0.5, 0, 11.82, 0.412, null)
                .row("SPPO, round 3", Table.plusMinus(0.712, 0.0158, 3), 4.9, 12.41, 0.398, 143.2).row("DPO β 0.1", Table.plusMinus(0.69, 0.016, 3), 13.5, 15.2, 0.31, 51.7)
                .note("Compared at the same learning rate; DPO's own best setting was tuned beforehand."))
            .section("Samples").samples(Samples.of("define: harbour").answer("base", "a place where ships are kept in the water of a water", "P̂ 0.21")
                .answer("round 1", "a place where ships are sheltered", "P̂ 0.55").best("round 3", "a sheltered part of the sea where ships can take on cargo", "P̂ 0.83"))
            .samples(Samples.of("define: to reckon").answer("base", "make a calculation of the <unk> & the number", "P̂ 0.34")
                .answer("round 1", "judge to be probable", "P̂ 0.58").best("round 3", "expect, believe, or suppose", "P̂ 0.71"))
            .section("Settings").add(new Code("format: 1\nrecipe: sppo\nrounds: 3\nsampling:\n  temperature: 1.0\n  topP: 0.9\n"))
            .section("Provenance").values(provenance);
    }
}
