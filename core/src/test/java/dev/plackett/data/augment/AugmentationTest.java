package dev.plackett.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {

    private static final Seeds SEEDS = Seeds.of(1);

    private static float[] numbered(int side) {
        float[] image = new float[side * side];
        for (int i = 0; i < image.length; i++) {
            image[i] = i;
        }
        return image;
    }

    @ParameterizedTest
    @CsvSource({"10, 5, 9.389245795, 5.454282109", "-10, 5, -9.450447845, 4.491857908", "3, 1, 2.979667897, 1.020098195"})
    void theFlowOfTheReleasedCode(double x, double y, double toX, double toY) {
        assertThat(LotkaVolterra.RELEASED.after(x, y, 0.01)).usingComparatorWithPrecision(1e-9).containsExactly(toX, toY);
    }

    @Test
    void theFlowOfThePaperAndWhatFlowsKeep() {
        assertThat(LotkaVolterra.PAPER.after(10, 5, 0.01)).usingComparatorWithPrecision(1e-9).containsExactly(9.444542660, 4.582692392);
        double[] end = LotkaVolterra.RELEASED.after(3, 1, 2);
        assertThat(end[0] - Math.log(end[0]) + 4 / 3.0 * end[1] - 2 / 3.0 * Math.log(end[1])).isCloseTo(3 - Math.log(3) + 4 / 3.0, within(1e-6));
    }

    @Test
    void theWarpMovesMostPixelsByCuttingAlone() {
        Warp warp = Warp.lotkaVolterra(28, LotkaVolterra.RELEASED, 0.001, -9);
        int[] source = warp.source();
        long moved = IntStream.range(0, 784).filter(i -> source[i] != i).count();
        assertThat(moved / 784.0).isCloseTo(0.91, within(0.01));
        float[] out = warp.apply(numbered(28), SEEDS);
        assertThat(IntStream.range(0, 784).allMatch(i -> out[i] == (source[i] < 0 ? -9 : source[i]))).isTrue();
        assertThat(Warp.lotkaVolterra(28, LotkaVolterra.RELEASED, 0, 0).apply(numbered(28), SEEDS)).containsExactly(numbered(28));
    }

    @ParameterizedTest
    @CsvSource({"28, 24", "32, 24", "64, 48", "224, 24", "4, 3", "5, 10"})
    void theCatMapComesBack(int side, int period) {
        assertThat(Warp.cat(side, period, 0).apply(numbered(side), SEEDS)).containsExactly(numbered(side));
        float[] once = Warp.cat(side, 1, 0).apply(numbered(side), SEEDS);
        assertThat(once).isNotEqualTo(numbered(side));
        assertThat(once[(2 + 1) % side * side + (1 + 1) % side]).as("pixel (1, 1)").isEqualTo(side + 1f);
        Arrays.sort(once);
        assertThat(once).as("a bijection").containsExactly(numbered(side));
        for (int fewer = 1; fewer < period; fewer++) {
            assertThat(Warp.cat(side, fewer, 0).source()).isNotEqualTo(Warp.cat(side, period, 0).source());
        }
    }

    @Test
    void theSmoothCatMap() {
        assertThat(Warp.smoothCat(32, 3, 5)).usingComparatorWithPrecision(1e-10).containsExactly(0.0914753661, 0.0528303103);
        assertThat(Warp.smoothCat(32, 20, 10)).usingComparatorWithPrecision(1e-10).containsExactly(0.9444273462, 0.4543845947);
        float[] out = Warp.smoothCat(28, -1).apply(numbered(28), SEEDS);
        int black = 0;
        for (float pixel : out) {
            black += pixel == -1 ? 1 : 0;
        }
        assertThat(black / 784.0).isCloseTo(0.42, within(0.005));
    }

    @Test
    void noiseAndLabels() {
        float[] image = new float[10_000];
        float[] noisy = Augmentation.noise(4).apply(image, SEEDS);
        double squares = IntStream.range(0, 10_000).mapToDouble(i -> noisy[i] * noisy[i]).sum();
        assertThat(Math.sqrt(squares / 10_000)).isCloseTo(4, within(0.1));
        assertThat(image).containsOnly(0);
        assertThat(Augmentation.noise(4).apply(image, SEEDS)).containsExactly(noisy);
        assertThat(Augmentation.noise(4).apply(image, Seeds.of(2))).isNotEqualTo(noisy);
        assertThat(Warp.cat(100, 1, 0).then(Augmentation.noise(0)).apply(numbered(100), SEEDS)).containsExactly(Warp.cat(100, 1, 0).apply(numbered(100), SEEDS));
        assertThat(Augmentation.flippedLabel(2, 10)).isEqualTo(7);
        assertThat(IntStream.range(0, 10).map(y -> Augmentation.flippedLabel(Augmentation.flippedLabel(y, 10), 10))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void wrongImagesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Warp.cat(28, 1, 0).apply(new float[3], SEEDS)).withMessageContaining("3 pixels, expected 28 × 28");
        assertThatIllegalArgumentException().isThrownBy(() -> new Warp(2, new int[] {0, 1, 2, 4}, 0)).withMessageContaining("-1 to 3");
        assertThatIllegalArgumentException().isThrownBy(() -> Augmentation.flippedLabel(10, 10)).withMessageContaining("label 10, expected 0 to 9");
        assertThatIllegalArgumentException().isThrownBy(() -> Augmentation.noise(-1)).withMessageContaining("-1.0");
    }
}
