package dev.plackett.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.data.points.Points;
import dev.plackett.data.points.Rings;
import dev.plackett.io.FormatException;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DensityFilesTest {

    private static final Points POINTS = Rings.usual().sample(60, Seeds.of(1));

    @TempDir
    Path folder;

    static Stream<Density> densities() {
        try (Scope scope = Scope.open()) {
            FullGaussian gaussian = FullGaussian.fitted(POINTS.tensor(), 0.1);
            GaussianMixture mixture = new MixtureFit(3, 3, 0.05).fit(POINTS.tensor(), Seeds.of(2)).mixture();
            return Stream.of(DiagonalGaussian.fitted(POINTS.tensor(), 0.1), gaussian, mixture, UniformBox.around(POINTS.tensor(), 0.1), KernelDensity.fitted(POINTS),
                DensityMixture.defensive(mixture, DensityMixture.defensive(gaussian, UniformBox.cube(2, -9, 9), 0.2), 0.1),
                new Transformed(Whitening.fitted(POINTS.tensor(), 2, 0), gaussian),
                Autoregressive.fitted(Points.of(new double[] {0, 1}, new double[] {1, 1}), 2, 1, 0.3));
        }
    }

    @ParameterizedTest
    @MethodSource("densities")
    void comeBackBitForBit(Density density) {
        DensityFiles.save(folder, density);
        Density back = DensityFiles.load(folder, Density.class);
        assertThat(back).hasSameClassAs(density);
        assertThat(Densities.draw(back, 20, 5).values()).containsExactly(Densities.draw(density, 20, 5).values());
        double[][] rows = {{0, 1}, {1, 1}, {0.3, -2.2}};
        assertThat(Densities.log(back, rows)).containsExactly(Densities.log(density, rows));
    }

    @Test
    void damagedFolders() throws IOException {
        DensityFiles.save(folder, DiagonalGaussian.standard(2));
        Path json = folder.resolve("density.json");
        String good = Files.readString(json);
        refused(json, good.replace("\"version\":1", "\"version\":7"), "version: expected 1, found 7");
        refused(json, good.replace("diagonal-gaussian", "diagonal-gausian"), "there is no kind 'diagonal-gausian'; did you mean 'diagonal-gaussian'?");
        refused(json, good.replace("\"mean\"", "\"man\""), "no tensor 'man'");
        refused(json, good.replace(",\"mean\"", ""), "without the array 'mean'");
        refused(json, "{\"version\":1,\"density\":3}", "expected an object with a kind, found 3");
        Files.writeString(json, good);
        assertThatThrownBy(() -> DensityFiles.load(folder, Bijection.class)).hasMessageContaining("expected a Bijection, found \"diagonal-gaussian\"");
        Files.delete(folder.resolve("density.safetensors"));
        assertThatThrownBy(() -> DensityFiles.load(folder, Density.class)).hasMessageContaining("density.safetensors: no such file");
    }

    private void refused(Path json, String content, String message) throws IOException {
        Files.writeString(json, content);
        assertThatThrownBy(() -> DensityFiles.load(folder, Density.class)).isInstanceOf(FormatException.class).hasMessageContaining(message);
    }

    @Test
    void whatCannotBeStored() {
        Density own = new Density() {
            @Override
            public org.bytedeco.pytorch.Tensor sample(long n, Seeds seeds) {
                throw new UnsupportedOperationException();
            }

            @Override
            public org.bytedeco.pytorch.Tensor logDensity(org.bytedeco.pytorch.Tensor x) {
                throw new UnsupportedOperationException();
            }

            @Override
            public long dimension() {
                return 2;
            }
        };
        DensityMixture mixture = new DensityMixture(new double[] {0.5, 0.5}, List.of(DiagonalGaussian.standard(2), own));
        assertThatThrownBy(() -> DensityFiles.save(folder, mixture)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cannot be stored");
        assertThat(folder).isEmptyDirectory();
    }
}
