package dev.plackett.recipe.diagnose;

import dev.plackett.evaluate.did.DisplacementPanel;
import dev.plackett.evaluate.did.Forecast;
import dev.plackett.evaluate.did.PowerLawPanel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What to do about a diagnosis. Ours. */
final class Advice {

    private static final double MANY = 0.1;

    private Advice() {}

    static List<String> of(Diagnosis d) {
        if (d.measured().unmoved()) {
            return List.of();
        }
        List<String> out = new ArrayList<>();
        d.change().ifPresent(c -> {
            if (Diagnosis.swapped(c)) {
                out.add("Look whether the columns chosen and rejected are swapped, in this file or in the one that trained.");
            }
            displacement(d, c.displacement(), out);
        });
        d.law().ifPresent(law -> beta(d.request().beta(), law.samples(), out));
        if (d.change().isEmpty() && d.forecasts().isEmpty()) {
            out.add(d.origin().offPolicy() ? "Expect the chosen responses to rise; watch that they do."
                : "Expect the chosen responses to fall along the line; compare them with it, not with 0. If they must rise, draw the chosen ones "
                + "from a better policy and the rejected ones from the reference.");
        }
        d.forecasts().stream().filter(f -> f.beta() == d.request().beta() && f.unreliableShare() <= MANY).forEach(f -> forecast(f, out));
        return out;
    }

    private static void displacement(Diagnosis d, DisplacementPanel panel, List<String> out) {
        switch (panel.finding()) {
            case EXCESS, OFF_POLICY_FALL -> {
                out.add("Read the pairs with the highest CHES (lines " + String.join(", ", d.ches().top(5).stream()
                    .map(r -> Integer.toString(d.measured().table().rows().get(d.ranked()[r.index()]).line())).toList()) + "): chosen and "
                    + "rejected are alike there, and raising one over the other lowers both. Leave them out or draw their rejected responses anew.");
                out.add("Or keep the chosen responses likely in training: add their likelihood to the loss (objective=sum), project what "
                    + "would lower them out of each update (DPO-PG: training.projection=update, which holds for the batches it trains on "
                    + "and to first order), stop earlier, or train with a larger beta.");
            }
            case OVERSHOOT -> out.add(String.format(Locale.ROOT, "Train with a larger beta than %s, or stop earlier.", d.request().beta()));
            case EXPECTED -> out.add("The fall is no fault. If the chosen responses must become more likely, draw them from a better policy and the "
                + "rejected ones from the reference, with beta 1: the optimum is the same and they rise (run pairs, mode avoid_displacement).");
            case RISE, NONE -> { }
            default -> throw new IllegalStateException(panel.finding().name());
        }
        if (panel.memorised() > 0 && panel.heldOut().orElseThrow().margin().value() < panel.train().orElseThrow().margin().value() / 2) {
            out.add("Less than half of what training pairs show is there on held-out pairs: stop earlier, or bring more pairs.");
        }
    }

    private static void beta(double beta, PowerLawPanel law, List<String> out) {
        if (law.reading() == PowerLawPanel.Reading.ENCODES && !law.interval().contains(beta)) {
            out.add(String.format(Locale.ROOT, "These pairs speak of this policy at beta %.3f; you named %s.", law.slope(), beta));
        }
    }

    private static void forecast(Forecast f, List<String> out) {
        if (f.chosen().below()) {
            out.add(String.format(Locale.ROOT, "At beta %s the chosen responses will fall by about %.2f nats: decide now whether that is acceptable.",
                f.beta(), -f.chosen().value()));
        }
    }
}
