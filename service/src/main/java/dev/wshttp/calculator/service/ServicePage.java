// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.calculator.service;

import com.sun.net.httpserver.HttpExchange;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.Thumbprint;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/**
 * The page at the plain address, as WCF's service page: what the service is, how it is secured and how to call it. It shows
 * what the WSDL and the first messages show anyway, and nothing that is secret. Made once; safe for use by several threads.
 */
final class ServicePage {
    private static final int OK = 200;

    private final byte[] html;

    private ServicePage(String html) {
        this.html = html.getBytes(StandardCharsets.UTF_8);
    }

    /** The page of a service's endpoint at its address. */
    static ServicePage of(
            MessageSecurityFeature.Service service, WsHttpBinding binding, URI address, Set<Description> described) {
        X509Certificate certificate = service.credentials().serviceCertificate().certificate();
        return new ServicePage("""
                <!DOCTYPE html>
                <html lang="en">
                <head><meta charset="utf-8"><title>CalculatorService</title></head>
                <body>
                <h1>CalculatorService</h1>
                <p>The calculator of WCF's samples: Add, Subtract, Multiply, Divide, and GetCallerIdentity, which tells who you are.
                It is at <code>%s</code>.</p>
                <h2>How it is secured</h2>
                <p>As WCF's <code>WSHttpBinding</code> in <code>SecurityMode.Message</code>: every message is signed and encrypted, and both sides
                prove who they are with certificates. %s</p>
                <ul>
                <li>Client credential type: <code>Certificate</code></li>
                <li>Algorithm suite: <code>%s</code></li>
                </ul>
                <h2>The service's certificate</h2>
                <ul>
                <li>Subject: <code>%s</code></li>
                <li>Thumbprint: <code>%s</code></li>
                <li>Valid from <code>%s</code> to <code>%s</code></li>
                </ul>
                <h2>How to call it</h2>
                %s<p>With the Java client, <code>calculator-client --config client.properties demo</code> and these settings, the files being yours:</p>
                <pre>%s</pre>
                <p>With WCF, in the client's configuration:</p>
                <pre>%s</pre>
                </body>
                </html>
                """.formatted(
                        escaped(address.toString()),
                        modeInWords(binding),
                        binding.algorithmSuite().policyName(),
                        escaped(certificate.getSubjectX500Principal().getName()),
                        Thumbprint.of(certificate),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant(),
                        described.contains(Description.METADATA) ? metadata(address) : "",
                        escaped(clientSettings(service.identity(), certificate, binding, address)),
                        escaped(wcfConfiguration(binding, address))));
    }

    /** Answers with the page, which may run nothing and load nothing. */
    void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getResponseHeaders();
            headers.set("Content-Type", "text/html; charset=utf-8");
            headers.set(
                    "Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(OK, html.length);
            exchange.getResponseBody().write(html);
        }
    }

    private static String modeInWords(WsHttpBinding binding) {
        String credential = binding.negotiateServiceCredential()
                ? "The first messages carry a TLS handshake, in which both sides show their certificates"
                : "There is no negotiation: the client has to have the service's certificate beforehand";
        String context = binding.establishSecurityContext()
                ? "; then a session is opened, which carries all calls."
                : "; there are no sessions: each call stands for itself.";
        return credential + context;
    }

    private static String metadata(URI address) {
        return """
                <p>Its WSDL, with the WS-SecurityPolicy of all this: <a href="?wsdl">?wsdl</a>, and in one document:
                <a href="?singleWsdl">?singleWsdl</a>. WCF makes a client of it:</p>
                <pre>svcutil.exe %s?wsdl</pre>
                """.formatted(escaped(address.toString()));
    }

    private static String clientSettings(
            EndpointIdentity identity, X509Certificate certificate, WsHttpBinding binding, URI address) {
        String serviceCertificate =
                binding.negotiateServiceCredential() ? "" : "message-security.service-certificate.file=service.pem\n";
        return """
                message-security.address=%s
                message-security.negotiate-service-credential=%s
                message-security.establish-security-context=%s
                message-security.algorithm-suite=%s
                %s
                message-security.client-certificate.file=client.p12
                message-security.client-certificate.password-file=client.password
                %smessage-security.trust.file=ca.pem
                """.formatted(
                        address,
                        binding.negotiateServiceCredential(),
                        binding.establishSecurityContext(),
                        binding.algorithmSuite().configurationName(),
                        expectation(identity, certificate),
                        serviceCertificate);
    }

    private static String expectation(EndpointIdentity identity, X509Certificate certificate) {
        List<String> names = identity instanceof EndpointIdentity.Dns dns
                ? List.of(dns.name())
                : EndpointIdentity.Dns.names(certificate);
        return names.isEmpty()
                ? "message-security.identity.certificate-file=service.pem"
                : "message-security.identity.dns=" + names.get(0);
    }

    private static String wcfConfiguration(WsHttpBinding binding, URI address) {
        return """
                <endpoint address="%s" binding="wsHttpBinding" bindingConfiguration="Calculator"
                          contract="Microsoft.ServiceModel.Samples.ICalculator" behaviorConfiguration="(your certificate)" />

                <wsHttpBinding>
                  <binding name="Calculator">
                    <security mode="Message">
                      <message clientCredentialType="Certificate" negotiateServiceCredential="%s"
                               establishSecurityContext="%s" algorithmSuite="%s" />
                    </security>
                  </binding>
                </wsHttpBinding>
                """.formatted(
                        address,
                        binding.negotiateServiceCredential(),
                        binding.establishSecurityContext(),
                        binding.algorithmSuite().policyName());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
