// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.client;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.config.ClientReading;
import dev.wshttp.security.config.ConfiguredClient;
import dev.wshttp.security.credential.X509CertificateValidator;
import dev.wshttp.security.credential.X509CertificateValidator.Role;
import jakarta.xml.ws.WebServiceException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.function.Function;

/** The client that a command has open; this is not a session of WS-SecureConversation. Reports the time of each call, and explains each failure. */
final class Session implements AutoCloseable {
    private final CalculatorClient client;
    private final URI connectTo;
    private final Tracing tracing;
    private final Report report;

    private Session(CalculatorClient client, URI connectTo, Tracing tracing, Report report) {
        this.client = client;
        this.connectTo = connectTo;
        this.tracing = tracing;
        this.report = report;
    }

    /**
     * @param tracing of the calls; the session closes it
     * @throws ClientFailure if the settings or the credentials cannot be used
     */
    static Session open(ClientSettings settings, Tracing tracing, Report report) {
        try {
            ConfiguredClient configured = report.step("read settings and credentials", () -> endpoint(settings));
            CalculatorClient client = report.step(
                    "read the contract and prepared the port",
                    () -> CalculatorClient.open(tracing.watch(configured.feature()), configured.connectTo()));
            return new Session(client, configured.connectTo(), tracing, report);
        } catch (MessageSecurityException refused) {
            tracing.close();
            throw Diagnosis.ofSettings(refused);
        }
    }

    // Without this check a service would refuse the certificate, and not say why.
    private static ConfiguredClient endpoint(ClientSettings settings) {
        ClientReading reading = settings.reading();
        X509Certificate own = reading.credentials().clientCertificate().certificate();
        X509CertificateValidator.requireUsable(own, Role.CLIENT, Instant.now());
        return reading.configured();
    }

    /** @throws ClientFailure if the call fails */
    <T> T call(String name, Function<CalculatorClient, T> call) {
        try {
            return report.step(name + " at " + connectTo, () -> call.apply(client));
        } catch (WebServiceException failed) {
            throw Diagnosis.ofCall(failed, connectTo);
        }
    }

    @Override
    public void close() {
        try (tracing) {
            client.close();
        }
    }
}
