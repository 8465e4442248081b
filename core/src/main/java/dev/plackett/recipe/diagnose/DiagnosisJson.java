package dev.plackett.recipe.diagnose;

import dev.plackett.evaluate.Distribution;
import dev.plackett.evaluate.Estimate;
import dev.plackett.evaluate.Interval;
import dev.plackett.evaluate.did.Ches;
import dev.plackett.evaluate.did.DisplacementPanel;
import dev.plackett.evaluate.did.EntropyPanel;
import dev.plackett.evaluate.did.Forecast;
import dev.plackett.evaluate.did.MarginPanel;
import dev.plackett.evaluate.did.Mean;
import dev.plackett.evaluate.did.Movement;
import dev.plackett.evaluate.did.OnPolicyness;
import dev.plackett.evaluate.did.PowerLawPanel;
import dev.plackett.evaluate.did.TokenDid;
import dev.plackett.io.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A diagnosis for machines: {@code report.json}. Numbers that are not there are null. Keys only ever grow. */
final class DiagnosisJson {

    private static final int FORMAT = 1;
    private static final int PAIRS = 20;

    private DiagnosisJson() {}

    static ObjectNode of(Diagnosis d, String command) {
        DiagnosisRequest request = d.request();
        ObjectNode json = Json.object().put("format", FORMAT).put("command", command).put("reference", request.reference().toString())
            .put("policy", request.policy().map(Object::toString).orElse(null)).put("beta", request.beta())
            .put("samples", request.drawing().samples()).put("longest", d.measured().longest()).put("seed", request.seed())
            .put("precision", request.compute().toString());
        json.putObject("pairs").put("train", d.measured().at(false).count()).put("held_out", d.measured().at(true).count())
            .put("prompts", d.measured().table().prompts().size());
        json.put("alarming", d.alarming()).put("unmoved", d.measured().unmoved());
        json.set("on_policyness", origin(d.origin()));
        json.set("change", d.change().map(DiagnosisJson::change).orElse(null));
        json.set("law", d.law().map(DiagnosisJson::law).orElse(null));
        ArrayNode forecasts = json.putArray("forecasts");
        d.forecasts().forEach(f -> forecasts.add(forecast(f)));
        json.set("ches", ches(d));
        ArrayNode checkpoints = json.putArray("checkpoints");
        d.series().forEach(c -> checkpoints.add(Json.object().put("folder", c.view().folder().toString()).set("change", change(c.change()))));
        for (Narrative.Topic topic : List.of(Narrative.Topic.VERDICT, Narrative.Topic.ADVICE, Narrative.Topic.CAUTIONS)) {
            ArrayNode sentences = json.putArray(topic.name().toLowerCase(Locale.ROOT));
            Narrative.of(d, topic).forEach(sentences::add);
        }
        return json;
    }

    private static ObjectNode change(Diagnosis.Change c) {
        ObjectNode json = Json.object();
        DisplacementPanel p = c.displacement();
        json.put("finding", p.finding().name());
        json.set("train", p.train().map(DiagnosisJson::side).orElse(null));
        json.set("held_out", p.heldOut().map(DiagnosisJson::side).orElse(null));
        json.set("line", mean(p.line()));
        json.set("excess", mean(p.excess()));
        number(json, "memorised", p.memorised());
        Movement m = c.movement();
        json.set("forward_kl", estimate(m.forwardKl()));
        json.set("reverse_kl", estimate(m.reverseKl()));
        json.set("entropy_change", estimate(m.entropyChange()));
        json.put("policy_tokens", m.policyTokens()).put("reference_tokens", m.referenceTokens());
        json.set("entropy", entropy(c.entropy()));
        json.set("token_did", c.tokens().map(DiagnosisJson::tokens).orElse(null));
        return json;
    }

    private static ObjectNode side(DisplacementPanel.Side s) {
        ObjectNode json = Json.object().put("pairs", s.pairs());
        json.set("chosen", mean(s.chosen()));
        json.set("rejected", mean(s.rejected()));
        json.set("margin", mean(s.margin()));
        return json.put("common", s.common()).put("fell", s.fell()).put("accuracy", s.accuracy());
    }

    private static ObjectNode entropy(EntropyPanel e) {
        ObjectNode json = Json.object().put("estimator", e.member().label());
        json.set("mean", mean(e.mean()));
        json.set("jackknife", mean(e.jackknife()));
        json.put("unreliable_share", e.unreliableShare());
        json.set("reliable", mean(e.reliable()));
        json.set("length_matched", mean(e.lengthMatched()));
        json.set("k_set", mean(e.kSet()));
        json.set("k_set_share", mean(e.kSetShare()));
        json.set("ess", distribution(e.ess()));
        return json;
    }

    private static ObjectNode tokens(TokenDid t) {
        ObjectNode json = Json.object().put("top_p", TokenDid.TOP_P).put("positions", t.positions()).put("entropy", t.entropy());
        number(json, "share", t.share());
        number(json, "overlap", t.overlap());
        return json.put("candidates", t.tokens()).put("forced", t.forced());
    }

    private static ObjectNode origin(OnPolicyness o) {
        return Json.object().put("off_policy", o.offPolicy()).put("distance", o.distance()).put("p_value", o.pValue())
            .put("chosen_per_token", o.chosen()).put("reference_per_token", o.reference());
    }

    private static ObjectNode law(Diagnosis.Law l) {
        ObjectNode json = Json.object();
        json.set("pairs", fit(l.pairs()));
        json.set("samples", fit(l.samples()));
        MarginPanel m = l.margins();
        ObjectNode margins = json.putObject("margins").put("ordered", m.ordered()).put("data", m.first()).put("target", m.second())
            .put("deviation", m.deviation());
        number(margins, "general_deviation", m.general());
        margins.set("data_gap", distribution(m.dataGap()));
        margins.set("target_gap", distribution(m.targetGap()));
        return json.put("jeffreys", l.jeffreys());
    }

    private static ObjectNode fit(PowerLawPanel p) {
        ObjectNode json = Json.object().put("reading", p.reading().name());
        number(json, "slope", p.slope());
        number(json, "low", p.interval().low());
        number(json, "high", p.interval().high());
        number(json, "r2", p.r2());
        return json;
    }

    private static ObjectNode forecast(Forecast f) {
        ObjectNode json = Json.object().put("beta", f.beta());
        json.set("chosen", mean(f.chosen()));
        json.set("rejected", mean(f.rejected()));
        json.set("reverse_kl", mean(f.reverseKl()));
        json.set("forward_kl", mean(f.forwardKl()));
        json.set("did_entropy", mean(f.didEntropy()));
        return json.put("ess", f.ess()).put("unreliable_share", f.unreliableShare());
    }

    private static ObjectNode ches(Diagnosis d) {
        ObjectNode json = Json.object();
        number(json, "spearman", d.ches().spearman());
        interval(json, d.ches().interval());
        json.set("top", ranked(d, d.ches().top(PAIRS)));
        json.set("bottom", ranked(d, d.ches().bottom(PAIRS)));
        return json;
    }

    private static ArrayNode ranked(Diagnosis d, List<Ches.Ranked> pairs) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        pairs.forEach(r -> out.addObject().put("line", d.measured().table().rows().get(d.ranked()[r.index()]).line()).put("ches", r.score())
            .put("normalised", r.normalised()).put("chosen_change", r.change()));
        return out;
    }

    private static ObjectNode mean(Mean m) {
        ObjectNode json = Json.object();
        number(json, "value", m.value());
        interval(json, m.interval());
        return json.put("prompts", m.prompts());
    }

    private static ObjectNode estimate(Estimate e) {
        ObjectNode json = Json.object();
        number(json, "mean", e.mean());
        number(json, "standard_error", e.standardError());
        return json.put("prompts", e.n());
    }

    private static ObjectNode distribution(Distribution d) {
        return Json.object().put("mean", d.mean()).put("min", d.min()).put("q10", d.q10()).put("median", d.median())
            .put("q90", d.q90()).put("max", d.max());
    }

    private static void interval(ObjectNode json, Interval i) {
        number(json, "low", i.low());
        number(json, "high", i.high());
    }

    private static void number(ObjectNode json, String name, double value) {
        json.put(name, Double.isFinite(value) ? (Double) value : null);
    }
}
