// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.HttpAddress;
import dev.wshttp.security.HttpAnswer;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.WsMessageEncoding;
import dev.wshttp.security.config.ClientReading;
import dev.wshttp.security.config.ConfiguredClient;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509CertificateValidator.Role;
import jakarta.xml.ws.WebServiceException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Makes the checks of the doctor. Each check returns its finding, or throws an exception that explains what is wrong. The settings are read
 * once, by the first check that needs them. Not safe for use by several threads.
 */
final class Examination {
    private static final long UNKNOWN = 0;
    private static final int MOST_AUTHORITIES = 8;

    private final ClientSettings settings;
    private final Tracing tracing;
    private final Clock clock;
    private Optional<ClientReading> reading = Optional.empty();

    /** @param tracing of the call */
    Examination(ClientSettings settings, Tracing tracing, Clock clock) {
        this.settings = settings;
        this.tracing = tracing;
        this.clock = clock;
    }

    /**
     * A check of one thing.
     *
     * @param examine returns the finding
     */
    record Check(String name, Supplier<String> examine) {}

    List<Check> checks() {
        return List.of(
                new Check("settings, files and passwords", this::files),
                new Check("binding", this::binding),
                new Check("own certificate", this::ownCertificate),
                new Check("chain of the service's certificate", this::chain),
                new Check("identity of the service", this::identity),
                new Check("address", this::address),
                new Check("clocks", this::clocks),
                new Check("secured call", this::call));
    }

    private String files() {
        CertificateTrust trust = credentials().serviceTrust();
        return "read, trust is " + trust.mode() + names(trust.authorities()) + ", answers are awaited for "
                + reading().binding().sendTimeout();
    }

    // Authorities of one name, such as an expired one and its renewal, are told apart.
    private static String names(List<X509Certificate> authorities) {
        List<String> subjects = authorities.stream()
                .map(authority -> authority.getSubjectX500Principal().toString())
                .toList();
        String shown = authorities.stream()
                .limit(MOST_AUTHORITIES)
                .map(authority -> {
                    String subject = authority.getSubjectX500Principal().toString();
                    return "'" + subject + "'"
                            + (Collections.frequency(subjects, subject) == 1
                                    ? ""
                                    : " (thumbprint '" + Thumbprint.of(authority) + "', valid until "
                                            + authority.getNotAfter().toInstant() + ")");
                })
                .collect(Collectors.joining(", "));
        String more = authorities.size() > MOST_AUTHORITIES
                ? " and " + (authorities.size() - MOST_AUTHORITIES) + " more"
                : "";
        return authorities.isEmpty() ? "" : " in " + shown + more;
    }

    private String binding() {
        ClientReading known = reading();
        return known.published()
                .map(endpoint -> "as the WSDL says: " + describe(endpoint.binding()) + ", endpoint '" + endpoint.name()
                        + "' at '" + endpoint.address() + "'")
                .orElseGet(() -> "as the settings say: " + describe(known.binding()));
    }

    private static String describe(WsHttpBinding binding) {
        return "negotiateServiceCredential=" + binding.negotiateServiceCredential() + ", establishSecurityContext="
                + binding.establishSecurityContext() + ", "
                + binding.algorithmSuite().configurationName()
                + (binding.messageEncoding() == WsMessageEncoding.MTOM ? ", MTOM" : "");
    }

    private String ownCertificate() {
        X509Certificate own = credentials().clientCertificate().certificate();
        X509CertificateValidator.requireUsable(own, Role.CLIENT, clock.instant());
        return describe(own);
    }

    private String chain() {
        var validator = new X509CertificateValidator(credentials().serviceTrust(), Role.SERVICE, clock);
        return credentials()
                .serviceCertificate()
                .map(certificate -> {
                    validator.require(certificate);
                    return describe(certificate);
                })
                .orElse("none is given; the service shows its own when it negotiates, in the secured call");
    }

    private String identity() {
        ConfiguredClient client = client();
        return client.feature().binding().negotiateServiceCredential()
                ? "the certificate that the service shows has to be for " + expected(client)
                : "the certificate is the expected one for '" + client.address() + "'";
    }

    // Without an identity the client expects the host that it connects to, as in WCF.
    private static String expected(ConfiguredClient client) {
        return ((MessageSecurityFeature.Client) client.feature().side())
                .identity()
                .map(EndpointIdentity::toString)
                .orElseGet(() -> "'" + HttpAddress.of(client.connectTo()).host() + "'");
    }

    private String address() {
        URI connectTo = client().connectTo();
        // The JAX-WS runtime answers HEAD with 404 even where an endpoint is, so the method of calls is tried, too.
        if (ask("HEAD", connectTo).answer().isOfAnother()) {
            HttpAnswer answer = ask("POST", connectTo).answer();
            if (answer.isOfAnother()) {
                throw Diagnosis.ofAnother(connectTo, answer);
            }
        }
        return "'" + connectTo + "' answers"
                + HttpAnswer.proxy(connectTo)
                        .map(proxy -> " through the proxy '" + proxy + "'")
                        .orElse("");
    }

    // The time comes from an HTTP header, which is not signed. It is good enough for a hint, and nothing else uses it.
    private String clocks() {
        ConfiguredClient client = client();
        long date = ask("HEAD", client.connectTo()).date();
        if (date == UNKNOWN) {
            return "the service does not send its time";
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
        ConfiguredClient client = client();
        try (var calculator = CalculatorClient.open(tracing.watch(client.feature()), client.connectTo())) {
            return call(calculator, client.connectTo());
        }
    }

    private static String call(CalculatorClient calculator, URI connectTo) {
        try {
            return "the service takes this client for '" + calculator.callerIdentity() + "'";
        } catch (WebServiceException failed) {
            if (calculator.isOpen() && Diagnosis.isOfAnotherContract(failed)) {
                return "negotiation and session are in order, and the doctor stops here: the service refuses the call itself, which is one of the"
                        + " calculator's contract, as a service with another contract does ("
                        + Diagnosis.faultOf(failed)
                        + "). Call it with your own client";
            }
            throw Diagnosis.inDoctor(failed, connectTo);
        }
    }

    private ClientCredentials credentials() {
        return reading().credentials();
    }

    private ConfiguredClient client() {
        return reading().configured();
    }

    private ClientReading reading() {
        ClientReading known = reading.orElseGet(settings::reading);
        reading = Optional.of(known);
        return known;
    }

    private static int milliseconds(Duration time) {
        return (int) Math.min(time.toMillis(), Integer.MAX_VALUE);
    }

    /** Sends a request without a body, and returns the status and the time of the server. */
    private Asked ask(String method, URI connectTo) {
        try {
            var connection = (HttpURLConnection) connectTo.toURL().openConnection();
            connection.setConnectTimeout(
                    milliseconds(client().feature().binding().openTimeout()));
            connection.setReadTimeout(milliseconds(client().feature().binding().sendTimeout()));
            connection.setRequestMethod(method);
            connection.setInstanceFollowRedirects(false);
            try {
                return new Asked(HttpAnswer.head(connection).with(connection.getErrorStream()), connection.getDate());
            } finally {
                connection.disconnect();
            }
        } catch (IOException cause) {
            throw Diagnosis.ofConnection(cause, connectTo);
        }
    }

    /**
     * The answer of a server to a request without a message.
     *
     * @param date the time of the server in milliseconds since 1970, or {@link #UNKNOWN}
     */
    private record Asked(HttpAnswer answer, long date) {}

    private static String describe(X509Certificate certificate) {
        return "'" + certificate.getSubjectX500Principal() + "', valid until "
                + certificate.getNotAfter().toInstant();
    }
}
