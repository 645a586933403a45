// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Describes a revocation list, as text and as JSON. Does not check its signature. Immutable. */
public final class RevocationListReport {

    private final X509CRL list;
    private final Instant at;

    private RevocationListReport(X509CRL list, Instant at) {
        this.list = list;
        this.at = at;
    }

    /** Returns the report on a list at an instant. */
    public static RevocationListReport of(X509CRL list, Instant at) {
        return new RevocationListReport(list, at);
    }

    /** Returns the report as lines of text that end with a line feed. */
    public String toText() {
        var text = new StringBuilder("Revocation list of " + list.getIssuerX500Principal() + "\n");
        text.append("  Number     ").append(RevocationList.number(list)).append('\n');
        text.append("  Valid      ").append(list.getThisUpdate().toInstant()).append(" to ");
        text.append(nextUpdate())
                .append(isValid() ? "" : " (NOT VALID at " + at + ")")
                .append('\n');
        text.append("  Revoked    ")
                .append(entries().isEmpty() ? "none" : String.valueOf(entries().size()))
                .append('\n');
        for (var entry : entries()) {
            text.append("    ").append(entry.getSerialNumber().toString(16));
            text.append(" since ").append(entry.getRevocationDate().toInstant());
            text.append(", ").append(reason(entry)).append('\n');
        }
        return text.toString();
    }

    /** Returns the report as one JSON object. */
    public JsonObject toJson() {
        var revoked = Json.createArrayBuilder();
        for (var entry : entries()) {
            revoked.add(Json.createObjectBuilder()
                    .add("serial", entry.getSerialNumber().toString(16))
                    .add("since", entry.getRevocationDate().toInstant().toString())
                    .add("reason", reason(entry)));
        }
        return Json.createObjectBuilder()
                .add("issuer", list.getIssuerX500Principal().toString())
                .add("number", RevocationList.number(list))
                .add("thisUpdate", list.getThisUpdate().toInstant().toString())
                .add("nextUpdate", nextUpdate())
                .add("validNow", isValid())
                .add("revoked", revoked)
                .build();
    }

    private boolean isValid() {
        var next = list.getNextUpdate();
        return !at.isBefore(list.getThisUpdate().toInstant()) && next != null && !at.isAfter(next.toInstant());
    }

    private String nextUpdate() {
        var next = list.getNextUpdate();
        return next == null ? "never" : next.toInstant().toString();
    }

    private static String reason(X509CRLEntry entry) {
        return RevocationReasons.name(entry.getRevocationReason());
    }

    private List<? extends X509CRLEntry> entries() {
        Set<? extends X509CRLEntry> revoked = list.getRevokedCertificates();
        return revoked == null
                ? List.of()
                : revoked.stream()
                        .sorted(Comparator.comparing(X509CRLEntry::getRevocationDate))
                        .toList();
    }
}
