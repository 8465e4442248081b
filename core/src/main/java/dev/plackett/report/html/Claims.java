package dev.plackett.report.html;

import dev.plackett.report.Claim;
import java.util.List;

/**
 * What was claimed beside what was measured.
 *
 * @param claims the claims
 */
public record Claims(List<Claim> claims) implements Block {

    public Claims {
        claims = List.copyOf(claims);
    }

    @Override
    public void render(Html out) {
        out.open("div", "class", "wide").open("table", "class", "claims").open("thead").open("tr").element("th", "").element("th", "claim")
            .element("th", "measured", "class", "number").element("th", "95 % interval", "class", "number").element("th", "threshold", "class", "number")
            .element("th", "evidence").close("tr").close("thead").open("tbody").newline();
        for (Claim claim : claims) {
            out.open("tr").open("td").element("span", mark(claim), "class", "verdict " + claim.verdict(), "title", claim.verdict()).close("td")
                .element("td", claim.claim())
                .element("td", Numerals.plain(claim.value()), "class", "number strong")
                .element("td", claim.interval() == null ? Numerals.MISSING
                    : Numerals.plain(claim.interval().low()) + " … " + Numerals.plain(claim.interval().high()), "class", "number")
                .element("td", Numerals.plain(claim.threshold()), "class", "number")
                .element("td", claim.evidence(), "class", "evidence").close("tr").newline();
        }
        out.close("tbody").close("table").close("div").newline();
    }

    private static String mark(Claim claim) {
        return claim.holds() == null ? "?" : claim.holds() ? "✓" : "✗";
    }
}
