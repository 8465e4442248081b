package dev.plackett.text.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;
import tools.jackson.databind.JsonNode;

/**
 * SentencePiece's compiled normalisation: the length of a double array in bytes, the array (one trie over UTF-8), and the replacements, each ended by a
 * zero byte. The library follows the array wherever it points, so every step that any text could take must stay inside.
 */
final class CharacterMap {

    private final Place place;
    private final int[] units;
    private final byte[] replacements;
    private int longest = 1;

    private CharacterMap(Place place, int[] units, byte[] replacements) {
        this.place = place;
        this.units = units;
        this.replacements = replacements;
    }

    /** Checks a map in base64. */
    static void check(Place place, JsonNode node) {
        read(place, node);
    }

    /** The most characters that a map puts in place of one or more; at least 1. */
    static int longest(Place place, JsonNode node) {
        return read(place, node).longest;
    }

    private static CharacterMap read(Place place, JsonNode node) {
        place.require(node.isString(), "a text in base64", node);
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(node.stringValue());
        } catch (IllegalArgumentException e) {
            throw place.problem("is no base64: " + e.getMessage());
        }
        place.require(node.stringValue().length() % 4 == 0, "base64 with its padding", node.stringValue().length() + " characters");
        place.require(bytes.length >= 8, "at least 8 bytes", bytes.length + " bytes");
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long trie = Integer.toUnsignedLong(in.getInt());
        place.require(trie >= 4 && trie % 4 == 0 && trie <= in.remaining(), "a trie of 4 to " + in.remaining() + " bytes", trie + " bytes");
        int[] units = new int[(int) trie / 4];
        in.asIntBuffer().get(units);
        byte[] replacements = java.util.Arrays.copyOfRange(bytes, 4 + (int) trie, bytes.length);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(replacements));
        } catch (CharacterCodingException e) {
            throw place.problem("its replacements are no UTF-8 text");
        }
        CharacterMap map = new CharacterMap(place, units, replacements);
        map.walk();
        return map;
    }

    /** Visits every state that bytes can lead to. */
    private void walk() {
        BitSet seen = new BitSet(units.length);
        Deque<Integer> open = new ArrayDeque<>();
        visit(offset(units[0]), seen, open);
        while (!open.isEmpty()) {
            int state = open.pop();
            for (int b = 1; b < 256; b++) {
                int unit = units[inside(state ^ b)];
                if (label(unit) == b) {
                    int next = inside((state ^ b) ^ offset(unit));
                    if ((unit >> 8 & 1) == 1) {
                        replacement(units[next] & Integer.MAX_VALUE);
                    }
                    visit(next, seen, open);
                }
            }
        }
    }

    private void visit(int state, BitSet seen, Deque<Integer> open) {
        if (!seen.get(inside(state))) {
            seen.set(state);
            open.push(state);
        }
    }

    private int inside(int position) {
        place.require(position >= 0 && position < units.length, "a trie that stays within its " + units.length + " units", "a step to unit " + position);
        return position;
    }

    private void replacement(int at) {
        place.require(at <= replacements.length, "replacements within " + replacements.length + " bytes", "one at byte " + at);
        place.require(at == replacements.length || (replacements[at] & 0xC0) != 0x80, "replacements that begin with a character", "one within a character at byte " + at);
        int end = at;
        int characters = 0;
        while (end < replacements.length && replacements[end] != 0) {
            characters += (replacements[end++] & 0xC0) == 0x80 ? 0 : 1;
        }
        longest = Math.max(longest, characters);
    }

    private static int label(int unit) {
        return unit & (1 << 31 | 0xFF);
    }

    private static int offset(int unit) {
        return (unit >>> 10) << ((unit & 1 << 9) >> 6);
    }
}
