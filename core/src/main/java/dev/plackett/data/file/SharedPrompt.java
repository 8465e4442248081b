package dev.plackett.data.file;

import dev.plackett.io.Json;
import tools.jackson.databind.node.ArrayNode;

/** The prompt of a preference row that has none of its own: what both answers begin with (TRL calls this an implicit prompt). */
final class SharedPrompt {

    private SharedPrompt() {}

    static Item split(Item.Origin origin, Content chosen, Content rejected) {
        if (chosen instanceof Content.Messages c && rejected instanceof Content.Messages r) {
            int n = 0;
            while (n < Math.min(c.messages().size(), r.messages().size()) && c.messages().get(n).equals(r.messages().get(n))) {
                n++;
            }
            need(n > 0 && n < c.messages().size() && n < r.messages().size());
            return new Item.Preference(origin, part(c, 0, n), part(c, n, c.messages().size()), part(r, n, r.messages().size()));
        }
        String c = ((Content.Text) chosen).text();
        String r = ((Content.Text) rejected).text();
        int n = 0;
        while (n < Math.min(c.length(), r.length()) && c.charAt(n) == r.charAt(n)) {
            n++;
        }
        // The space belongs to the answers, and a surrogate pair is not torn.
        if (n > 0 && (c.charAt(n - 1) == ' ' || Character.isHighSurrogate(c.charAt(n - 1)))) {
            n--;
        }
        need(n > 0 && n < c.length() && n < r.length());
        return new Item.Preference(origin, new Content.Text(c.substring(0, n)), new Content.Text(c.substring(n)), new Content.Text(r.substring(n)));
    }

    private static void need(boolean shared) {
        if (!shared) {
            throw new IllegalArgumentException("columns 'chosen' and 'rejected': without a column 'prompt' "
                + "both must begin with the same prompt and go on differently");
        }
    }

    private static Content part(Content.Messages of, int from, int to) {
        ArrayNode out = Json.MAPPER.createArrayNode();
        for (int i = from; i < to; i++) {
            out.add(of.messages().get(i));
        }
        return new Content.Messages(out);
    }
}
