// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.config.ConfiguredClient;
import dev.wshttp.security.credential.ClientCredentials;
import jakarta.xml.ws.WebServiceException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** The checks of the doctor. Each returns what it found, or throws the explanation of what is wrong. */
final class Examination {
    private static final long UNKNOWN = 0;

    private final ClientSettings settings;
    private final Clock clock;

    Examination(ClientSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * One thing to look at.
     *
     * @param examine returns the finding
     */
    record Check(String name, Supplier<String> examine) {}

    List<Check> checks() {
        return List.of(
                new Check("settings, files and passwords", this::credentials),
                new Check("own certificate", this::ownCertificate),
                new Check("chain of the service's certificate", this::chain),
                new Check("identity of the service", this::identity),
                new Check("address", this::address),
                new Check("clocks", this::clocks),
                new Check("secured call", this::call));
    }

    private String credentials() {
        ClientCredentials credentials = settings.credentials();
        return "read, trust is " + credentials.serviceTrust().mode();
    }

    private String ownCertificate() {
        X509Certificate own = settings.credentials().clientCertificate().certificate();
        ServiceCertificateCheck.requireValid(own, clock.instant());
        return describe(own);
    }

    private String chain() {
        ClientCredentials credentials = settings.credentials();
        var check = new ServiceCertificateCheck(credentials.serviceTrust(), clock.instant());
        return credentials
                .serviceCertificate()
                .map(certificate -> {
                    check.require(certificate);
                    return describe(certificate);
                })
                .orElse("the service will show it");
    }

    private String identity() {
        ConfiguredClient client = settings.endpoint();
        return "the certificate is the expected one for '" + client.address() + "'";
    }

    private String address() {
        URI connectTo = settings.endpoint().connectTo();
        ask(connectTo);
        return "'" + connectTo + "' answers";
    }

    // The clock is told by HTTP, which nobody signs: good enough for a hint, and used for nothing else.
    private String clocks() {
        ConfiguredClient client = settings.endpoint();
        long date = ask(client.connectTo());
        if (date == UNKNOWN) {
            return "the service does not tell its time";
        }
        Duration difference = Duration.between(Instant.ofEpochMilli(date), clock.instant());
        Duration allowed = client.feature().binding().maxClockSkew();
        if (difference.abs().compareTo(allowed) > 0) {
            throw new ClientFailure(
                    ExitCode.REJECTED,
                    "CLOCKS_DIFFER",
                    "The clock of this machine differs by '" + difference + "' from that of '" + client.connectTo()
                            + "' (expected at most " + allowed
                            + "). Set both clocks by a time server (NTP), or raise max-clock-skew on both"
                            + " sides.");
        }
        return "differ by " + Math.abs(difference.toSeconds()) + " s";
    }

    private String call() {
        ConfiguredClient client = settings.endpoint();
        try (var calculator = CalculatorClient.open(client.feature(), client.connectTo(), settings.timeouts())) {
            return "the service takes this client for '" + calculator.callerIdentity() + "'";
        } catch (WebServiceException failed) {
            throw Diagnosis.ofCall(failed, client.connectTo());
        }
    }

    /** Asks for nothing in particular and returns the time on the answer, in milliseconds since 1970. */
    private long ask(URI connectTo) {
        try {
            var connection = (HttpURLConnection) connectTo.toURL().openConnection();
            connection.setConnectTimeout((int) settings.timeouts().connect().toMillis());
            connection.setReadTimeout((int) settings.timeouts().request().toMillis());
            connection.setRequestMethod("HEAD");
            connection.setInstanceFollowRedirects(false);
            try {
                connection.getResponseCode();
                return connection.getDate();
            } finally {
                connection.disconnect();
            }
        } catch (IOException cause) {
            throw Diagnosis.ofConnection(cause, connectTo);
        }
    }

    private static String describe(X509Certificate certificate) {
        return "'" + certificate.getSubjectX500Principal() + "', valid until "
                + certificate.getNotAfter().toInstant();
    }
}
