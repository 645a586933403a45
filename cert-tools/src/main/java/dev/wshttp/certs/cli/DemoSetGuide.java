// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;

/** Describes which side gets which file of the demo set, and which files stay with the authority. */
final class DemoSetGuide {

    private record Entry(String file, String purpose) {}

    private static final Entry AUTHORITY = new Entry("ca.pem", "the authority it trusts");
    private static final Entry REVOKED = new Entry("ca.crl", "the certificates that this authority has revoked");

    private static final List<Entry> SERVICE_SIDE = List.of(
            new Entry("service.p12", "its certificate and private key"),
            new Entry("service.password", "the password of service.p12"),
            AUTHORITY,
            REVOKED);

    private static final List<Entry> CLIENT_SIDE = List.of(
            new Entry("client.p12", "its certificate and private key"),
            new Entry("client.password", "the password of client.p12"),
            new Entry("service.pem", "the service's certificate, needed only if it is not negotiated"),
            AUTHORITY,
            REVOKED);

    private static final List<Entry> AUTHORITY_ONLY = List.of(
            new Entry("ca.p12", "the key of the authority; its holder can issue a certificate for any name"),
            new Entry("ca.password", "the password of ca.p12"));

    private static final List<Entry> TWINS = List.of(
            new Entry("service-key.pem", "the key in service.p12, not encrypted, for the service side only"),
            new Entry("client-key.pem", "the key in client.p12, not encrypted, for the client side only"),
            new Entry("client.pem", "the client's certificate, for services that pin their clients"));

    private final Path directory;
    private final X509Certificate service;
    private final X509Certificate client;

    DemoSetGuide(Path directory, X509Certificate service, X509Certificate client) {
        this.directory = directory;
        this.service = service;
        this.client = client;
    }

    String toText() {
        var text = new StringBuilder();
        text.append("Made in ")
                .append(directory)
                .append(", valid until ")
                .append(validUntil())
                .append(".\n");
        section(text, "Service side, " + service.getSubjectX500Principal(), SERVICE_SIDE);
        section(text, "Client side, " + client.getSubjectX500Principal(), CLIENT_SIDE);
        section(text, "Authority only: never give these away", AUTHORITY_ONLY);
        section(text, "For tools that read PEM", TWINS);
        text.append("\nNext: cert-tools inspect ")
                .append(directory.resolve("service.pem"))
                .append('\n');
        return text.toString();
    }

    JsonObject toJson() {
        return Json.createObjectBuilder()
                .add("directory", directory.toString())
                .add("validUntil", validUntil())
                .add("service", side(service, SERVICE_SIDE))
                .add("client", side(client, CLIENT_SIDE))
                .add("authorityOnly", Json.createArrayBuilder(names(AUTHORITY_ONLY)))
                .add("pemTwins", Json.createArrayBuilder(names(TWINS)))
                .build();
    }

    private String validUntil() {
        return service.getNotAfter().toInstant().toString();
    }

    private static void section(StringBuilder text, String title, List<Entry> entries) {
        text.append('\n').append(title).append('\n');
        for (var entry : entries) {
            text.append(String.format(Locale.ROOT, "  %-17s %s", entry.file(), entry.purpose()))
                    .append('\n');
        }
    }

    private static JsonObject side(X509Certificate certificate, List<Entry> entries) {
        return Json.createObjectBuilder()
                .add("subject", certificate.getSubjectX500Principal().toString())
                .add("files", Json.createArrayBuilder(names(entries)))
                .build();
    }

    private static List<String> names(List<Entry> entries) {
        return entries.stream().map(Entry::file).toList();
    }
}
