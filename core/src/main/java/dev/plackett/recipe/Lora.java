package dev.plackett.recipe;

import dev.plackett.model.DecoderPlan;
import dev.plackett.model.LoraConfig;
import java.util.List;
import java.util.Optional;

/** Low-rank adapters instead of all weights (LoRA), with PEFT's names. */
public record Lora(
    @Doc("Rank of the adapters; 0 trains all weights.") @Default("0") @Range(min = 0) int r,
    @Doc("The adapters' products are scaled by lora_alpha / r.") @Default("16") @Range(min = 0) double loraAlpha,
    @Doc("Names of the projections that get one, or [all-linear].") @Default("[all-linear]") List<String> targetModules) {

    /** Whether adapters are trained. */
    public boolean on() {
        return r > 0;
    }

    /** What is wrong with it for a model of that plan; empty when nothing is. */
    public Optional<String> problem(DecoderPlan plan) {
        return on() ? config().problem(plan) : Optional.empty();
    }

    /** What PEFT calls it. */
    public LoraConfig config() {
        return new LoraConfig(r, loraAlpha, false, targetModules);
    }
}
