package dev.plackett.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.data.points.Points;
import dev.plackett.io.FormatException;
import dev.plackett.io.IdxFile;
import dev.plackett.tensor.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistTest {

    private static final FashionMnist SLICE = FashionMnist.slice();

    /** What the experiments on it need: 5,000 and 1,000 of eight classes, the other two as strangers; 5,000 and 2,000 of all. */
    @Test
    void theSliceIsLargeEnough() {
        assertThat(SLICE.training().size()).isEqualTo(FashionMnist.SLICE_TRAINING).isGreaterThanOrEqualTo(5000);
        assertThat(SLICE.test().size()).isEqualTo(FashionMnist.SLICE_TEST).isEqualTo(2000);
        assertThat(SLICE.training().without(FashionMnist.LEFT_OUT).size()).isEqualTo(5015);
        assertThat(SLICE.test().without(FashionMnist.LEFT_OUT).size()).isEqualTo(1611);
        assertThat(SLICE.test().of(FashionMnist.LEFT_OUT::contains).size()).isEqualTo(389);
        assertThat(Arrays.stream(SLICE.training().labels()).distinct().count()).isEqualTo(10);
        assertThat(Arrays.copyOf(SLICE.training().labels(), 6)).as("file order").containsExactly(9, 0, 0, 3, 0, 2);
        double mean = Arrays.stream(SLICE.training().scaled().values()).average().orElseThrow();
        assertThat(mean).as("the whole set's is 0.286").isBetween(0.28, 0.29);
    }

    @Test
    void dequantisedImagesKeepTheirLevels() {
        LabelledImages few = SLICE.test().first(3);
        Points noisy = few.dequantised(Seeds.of(1));
        assertThat(noisy.dimension()).isEqualTo(784);
        for (int i = 0; i < noisy.values().length; i++) {
            assertThat((int) Math.floor(noisy.values()[i] * 256)).isEqualTo(few.pixels()[i] & 0xFF);
        }
        assertThat(few.first(1).dequantised(Seeds.of(1)).values()).as("noise of an image does not depend on the others")
            .containsExactly(noisy.slice(0, 1).values());
    }

    @Test
    void outsideSets() {
        LabelledImages two = new LabelledImages(2, 3, new byte[] {1, 2, 3, 4, 5, 6, 0, 0, 0, (byte) 255, (byte) 255, (byte) 254}, new int[] {7, 8});
        Seeds seeds = Seeds.of(2);
        assertThat(OutsideSet.VERTICAL_FLIP.of(two, seeds).pixels()).containsExactly(4, 5, 6, 1, 2, 3, -1, -1, -2, 0, 0, 0);
        assertThat(OutsideSet.INVERTED.of(two, seeds).image(0)).containsExactly(-2, -3, -4, -5, -6, -7);
        assertThat(OutsideSet.INTERPOLATED.of(two, seeds).image(0)).containsExactly(1, 1, 2, -126, -126, -126);
        assertThat(OutsideSet.INTERPOLATED.of(two, seeds).image(1)).containsExactly(OutsideSet.INTERPOLATED.of(two, seeds).image(0));
        assertThat(OutsideSet.BLACK.of(two, seeds).pixels()).containsOnly(0);
        LabelledImages noise = OutsideSet.UNIFORM_NOISE.of(SLICE.test().first(20), seeds);
        assertThat(Arrays.stream(noise.scaled().values()).average().orElseThrow()).isBetween(0.49, 0.51);
        assertThat(noise.labels()).containsExactly(SLICE.test().first(20).labels());
        assertThatThrownBy(() -> OutsideSet.INTERPOLATED.of(two.first(1), seeds)).hasMessageContaining("from 1: expected at least 2");
    }

    @Test
    void filesOfTheDistribution(@TempDir Path folder) throws IOException {
        for (String part : new String[] {"train", "t10k"}) {
            new IdxFile(new int[] {2, 28, 28}, new byte[2 * 784]).write(folder.resolve(part + "-images-idx3-ubyte.gz"));
            new IdxFile(new int[] {2}, new byte[] {9, 3}).write(folder.resolve(part + "-labels-idx1-ubyte.gz"));
        }
        assertThat(FashionMnist.read(folder).test().labels()).containsExactly(9, 3);
        // Decompressed ones are taken as well.
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 4, 5});
        assertThat(FashionMnist.read(folder).test().labels()).containsExactly(4, 5);
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 4, 10});
        assertThatThrownBy(() -> FashionMnist.read(folder)).isInstanceOf(FormatException.class).hasMessageContaining("row 1: expected a class from 0 to 9, found 10");
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 4});
        assertThatThrownBy(() -> FashionMnist.read(folder)).hasMessageContaining("found 1 for 2 images");
        Files.delete(folder.resolve("train-images-idx3-ubyte.gz"));
        assertThatThrownBy(() -> FashionMnist.read(folder)).hasMessageContaining("train-images-idx3-ubyte.gz: no such file");
    }
}
