package dev.plackett.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.report.Png;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Pictures in pages. */
class PictureTest {

    @Test
    void greyLevelsComeBack() throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(Png.grey(new byte[] {0, 1, (byte) 128, (byte) 255, 7, 9}, 3)));
        assertThat(image.getWidth()).isEqualTo(3);
        assertThat(image.getHeight()).isEqualTo(2);
        assertThat(image.getRaster().getSample(2, 0, 0)).isEqualTo(128);
        assertThat(image.getRaster().getSample(0, 1, 0)).isEqualTo(255);
    }

    @Test
    void higherIsLighterAndNothingIsDarkest() throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(Png.heat(new double[] {0, 1, 2, 4}, 4)));
        int[] light = new int[4];
        for (int i = 0; i < 4; i++) {
            int rgb = image.getRGB(i, 0);
            light[i] = (rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF);
        }
        assertThat(light).isSorted();
        assertThat(light[0]).isLessThan(light[1]);
        assertThatThrownBy(() -> Png.heat(new double[5], 2)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("5 numbers");
    }

    @Test
    void aPageHoldsThemItself() {
        String page = Report.titled("t", "").section("s").add(new Pictures(List.of(Picture.of("a <b>", Png.grey(new byte[4], 2))))).html();
        assertThat(page).contains("<div class=\"pictures\">", "alt=\"a &lt;b&gt;\"", "src=\"data:image/png;base64,iVBOR");
    }
}
