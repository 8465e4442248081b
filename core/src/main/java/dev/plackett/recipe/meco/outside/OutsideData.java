package dev.plackett.recipe.meco.outside;

import dev.plackett.data.image.FashionMnist;
import dev.plackett.data.image.LabelledImages;
import dev.plackett.data.image.OutsideSet;
import dev.plackett.data.points.Points;
import dev.plackett.model.density.GaussianMixture;
import dev.plackett.model.density.MixtureFit;
import dev.plackett.model.density.Whitening;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The embedded slice of Fashion-MNIST for one seed, on whitened principal components, with a mixture fitted to it.
 *
 * @param training   to learn from: eight classes
 * @param classes    of these, counted from 0 without those left out
 * @param test       held out, the same classes
 * @param outside    what does not belong, by name
 * @param noise      the mixture
 */
record OutsideData(Points training, int[] classes, Points test, Map<String, Points> outside, GaussianMixture noise) {

    /** What the sandals and bags are called. */
    static final String OTHER = "other class";

    static OutsideData of(OutsideConfig config, Seeds seeds) {
        FashionMnist all = FashionMnist.slice();
        LabelledImages training = some(all.training().without(FashionMnist.LEFT_OUT), config.training(), seeds.at("training images"));
        LabelledImages test = some(all.test().without(FashionMnist.LEFT_OUT), config.test(), seeds.at("test images"));
        Map<String, LabelledImages> strange = new LinkedHashMap<>();
        strange.put(OutsideSet.VERTICAL_FLIP.label(), OutsideSet.VERTICAL_FLIP.of(test, seeds));
        strange.put(OutsideSet.UNIFORM_NOISE.label(), OutsideSet.UNIFORM_NOISE.of(test, seeds));
        strange.put(OutsideSet.INTERPOLATED.label(), OutsideSet.INTERPOLATED.of(test, seeds));
        strange.put(OTHER, all.test().of(FashionMnist.LEFT_OUT::contains));
        strange.put(OutsideSet.INVERTED.label(), OutsideSet.INVERTED.of(test, seeds));
        strange.put(OutsideSet.BLACK.label(), OutsideSet.BLACK.of(test, seeds));
        Points pixels = training.dequantised(seeds.at("training"));
        try (Scope scope = Scope.open()) {
            Whitening whitening = Whitening.fitted(pixels.tensor(), config.components(), 0);
            Points codes = Points.of(whitening.project(pixels.tensor()));
            Map<String, Points> outside = new LinkedHashMap<>();
            strange.forEach((name, images) -> outside.put(name, codes(images, whitening, seeds.at(name))));
            GaussianMixture noise = new MixtureFit(config.mixture(), config.rounds(), config.floor()).fit(codes.tensor(), seeds.at("mixture")).mixture();
            return new OutsideData(codes, labels(training), codes(test, whitening, seeds.at("test")), outside, noise);
        }
    }

    private static LabelledImages some(LabelledImages images, int n, Seeds seeds) {
        return images.pick(Arrays.copyOf(seeds.permutation(images.size()), Math.min(n, images.size())));
    }

    private static int[] labels(LabelledImages images) {
        return Arrays.stream(images.labels()).map(label -> label - (int) FashionMnist.LEFT_OUT.stream().filter(out -> out < label).count()).toArray();
    }

    private static Points codes(LabelledImages images, Whitening whitening, Seeds seeds) {
        try (Scope scope = Scope.open()) {
            return Points.of(whitening.project(images.dequantised(seeds).tensor()));
        }
    }
}
