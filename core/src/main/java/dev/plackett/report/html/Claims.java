package dev.plackett.report.html;

import dev.plackett.report.Claim;
import java.util.List;

/**
 * What was claimed beside what was measured.
 *
 * @param claims the claims
 */
record Claims(List<Claim> claims) implements Block {

    public Claims {
        claims = List.copyOf(claims);
    }

    @Override
    public void render(Html out) {
        out.open("div", "class", "wide").open("table", "class", "claims").open("thead").open("tr").element("th", "").element("th", "claim")
            .element("th", "measured", "class", "number").element("th", "95 % interval", "class", "number").element("th", "threshold", "class", "number")
            .element("th", "evidence").close("tr").close("thead").open("tbody").newline();
        for (Claim claim : claims) {
            Claim.Interval interval = claim.interval();
            int digits = interval == null ? Numerals.digits(claim.value(), claim.threshold())
                : Numerals.digits(claim.value(), interval.low(), interval.high(), claim.threshold());
            out.open("tr").open("td").element("span", mark(claim), "class", "verdict " + claim.verdict(), "title", claim.verdict()).close("td")
                .element("td", claim.claim())
                .element("td", show(claim.value(), digits), "class", "number strong")
                .element("td", interval == null ? Numerals.MISSING : show(interval.low(), digits) + " … " + show(interval.high(), digits), "class", "number")
                .element("td", show(claim.threshold(), claim.threshold() == 0 ? 0 : digits), "class", "number")
                .element("td", claim.evidence(), "class", "evidence").close("tr").newline();
        }
        out.close("tbody").close("table").close("div").newline();
    }

    private static String show(double value, int digits) {
        return digits < 0 ? Numerals.plain(value) : Numerals.fixed(value, digits);
    }

    private static String mark(Claim claim) {
        return claim.holds() == null ? "?" : claim.holds() ? "✓" : "✗";
    }
}
