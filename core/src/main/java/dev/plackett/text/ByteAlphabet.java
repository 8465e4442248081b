package dev.plackett.text;

import java.nio.charset.StandardCharsets;

/** GPT-2's printable stand-ins for the 256 bytes: visible Latin-1 characters stand for themselves, the others for characters from U+0100 on. */
final class ByteAlphabet {

    private static final char[] CHARACTERS = new char[256];

    static {
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean visible = b >= '!' && b <= '~' || b >= 0xA1 && b <= 0xAC || b >= 0xAE;
            CHARACTERS[b] = visible ? (char) b : (char) next++;
        }
    }

    private ByteAlphabet() {}

    /** The character that stands for a byte. */
    static char of(int unsignedByte) {
        return CHARACTERS[unsignedByte];
    }

    /** A text's UTF-8 bytes, each as its character. */
    static String encode(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            out.append(CHARACTERS[b & 0xFF]);
        }
        return out.toString();
    }
}
