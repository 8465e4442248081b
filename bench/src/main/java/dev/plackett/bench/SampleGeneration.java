package dev.plackett.bench;

import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.model.CausalModel;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** K samples for each of several prompts, all of one length: plain sampling at temperature 1, going on past the end of sequence. */
final class SampleGeneration implements Workload {

    private final CausalModel model;
    private final List<Prompt> prompts;
    private final int samples;
    private final Sampling sampling;
    private int rounds;

    private SampleGeneration(CausalModel model, List<Prompt> prompts, int samples, int length) {
        this.model = model;
        this.prompts = prompts;
        this.samples = samples;
        sampling = Sampling.at(1, length, Set.of());
    }

    /**
     * Continues the first prompts of the folder's pairs.
     *
     * @param prompts how many
     * @param samples continuations of each
     * @param length  new tokens of each continuation
     */
    static SampleGeneration of(Path folder, ScalarType dtype, int prompts, int samples, int length) {
        return new SampleGeneration(Models.frozen(folder, dtype), Prompt.of(new PairFile(folder).prompts(prompts)), samples, length);
    }

    @Override
    public void step() {
        new CausalGenerator(model, prompts.size() * samples).generate(prompts, samples, sampling, Seeds.of(rounds++), done -> { });
    }

    @Override
    public void close() {
        model.close();
    }
}
