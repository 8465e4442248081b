package dev.plackett.recipe.bind;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** YAML with the place of everything; what a file, an override and a default have in common before they become records. */
public sealed interface Tree {

    /** Where it was written. */
    Place place();

    /** What it is, for messages. */
    String describe();

    /**
     * One value.
     *
     * @param text   as written, without quotes
     * @param quoted whether it stood in quotes, which makes it a text whatever it looks like
     */
    record Scalar(String text, boolean quoted, Place place) implements Tree {

        /** Whether nothing was written, or {@code null} or {@code ~}. */
        public boolean empty() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
        }

        @Override
        public String describe() {
            return empty() ? "nothing" : quoted ? "the text \"" + text + "\"" : "'" + text + "'";
        }
    }

    /**
     * A list.
     *
     * @param items what is in it
     */
    record Items(List<Tree> items, Place place) implements Tree {
        @Override
        public String describe() {
            return "a list";
        }
    }

    /**
     * A map.
     *
     * @param entries values by key, in the order written
     */
    record Entries(Map<String, Entry> entries, Place place) implements Tree {

        /** An empty map. */
        public static Entries none(Place place) {
            return new Entries(new LinkedHashMap<>(), place);
        }

        /** A map of one path, {@code [a, b]} = {@code a: {b: value}}. */
        public static Entries of(List<String> path, Tree value) {
            Tree inner = path.size() == 1 ? value : of(path.subList(1, path.size()), value);
            Map<String, Entry> map = new LinkedHashMap<>();
            map.put(path.get(0), new Entry(inner, value.place()));
            return new Entries(map, value.place());
        }

        /** This map laid over another: maps merge key by key, everything else is replaced. */
        public Entries over(Entries base) {
            Map<String, Entry> all = new LinkedHashMap<>(base.entries);
            entries.forEach((key, entry) -> all.merge(key, entry, (low, high) ->
                low.value() instanceof Entries a && high.value() instanceof Entries b ? new Entry(b.over(a), high.place()) : high));
            return new Entries(all, place);
        }

        /** This map without some keys. */
        public Entries without(String... keys) {
            Map<String, Entry> rest = new LinkedHashMap<>(entries);
            rest.keySet().removeAll(List.of(keys));
            return new Entries(rest, place);
        }

        /** The value of a key. */
        public Optional<Tree> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }

        /** The place of the deepest key along a dotted path that is there. */
        public Place placeOf(String path) {
            Place deepest = place;
            Tree here = this;
            for (String key : new ArrayList<>(List.of(path.split("\\.")))) {
                if (!(here instanceof Entries map) || !map.entries.containsKey(key)) {
                    break;
                }
                deepest = map.entries.get(key).place();
                here = map.entries.get(key).value();
            }
            return deepest;
        }

        @Override
        public String describe() {
            return "a map";
        }
    }

    /**
     * A value under a key.
     *
     * @param value the value
     * @param place where the key was written
     */
    record Entry(Tree value, Place place) {}
}
