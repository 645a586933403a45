// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.Thumbprint;
import jakarta.jws.WebService;
import jakarta.xml.ws.spi.http.HttpExchange;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The page at the plain address, as WCF's service page: what the service is, how it is secured and how to call it. It shows what the
 * WSDL and the first messages show too, and nothing that is secret. Immutable; safe for use by several threads.
 */
final class ServicePage {
    private static final String TEMPLATE = "service-page.html";

    private final byte[] html;

    private ServicePage(String html) {
        this.html = html.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Makes the page of an endpoint.
     *
     * @param type the class with {@code @WebService}
     * @param security of the endpoint, with its address
     */
    static ServicePage of(
            Class<?> type,
            MessageSecurityFeature.Service service,
            MessageSecurityFeature security,
            Set<Description> described) {
        WsHttpBinding binding = security.binding();
        URI address = security.address().orElseThrow();
        return new ServicePage(template(binding, described).with(values(name(type), service, binding, address)));
    }

    /** Answers with the page. The headers of the answer keep a browser from running or loading anything. */
    void answer(HttpExchange exchange) throws IOException {
        exchange.setStatus(HttpURLConnection.HTTP_OK);
        exchange.addResponseHeader("Content-Type", "text/html; charset=utf-8");
        exchange.addResponseHeader(
                "Content-Security-Policy",
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        exchange.addResponseHeader("X-Content-Type-Options", "nosniff");
        exchange.addResponseHeader("Referrer-Policy", "no-referrer");
        exchange.addResponseHeader("Cache-Control", "no-store");
        exchange.getResponseBody().write(html);
    }

    // Jakarta Web Services Metadata 3.0, section 4.1.1: the name of the service without serviceName.
    private static String name(Class<?> type) {
        WebService described = type.getAnnotation(WebService.class);
        return described == null || described.serviceName().isEmpty()
                ? type.getSimpleName() + "Service"
                : described.serviceName();
    }

    private static HtmlTemplate template(WsHttpBinding binding, Set<Description> described) {
        var template = HtmlTemplate.ofResource(TEMPLATE)
                .without(binding.negotiateServiceCredential() ? "no-negotiation" : "negotiation")
                .without(binding.establishSecurityContext() ? "no-session" : "session");
        return described.contains(Description.METADATA) ? template : template.without("metadata");
    }

    private static Map<String, String> values(
            String name, MessageSecurityFeature.Service service, WsHttpBinding binding, URI address) {
        X509Certificate certificate = service.credentials().serviceCertificate().certificate();
        return Map.ofEntries(
                Map.entry("name", name),
                Map.entry("address", address.toString()),
                Map.entry("negotiateServiceCredential", String.valueOf(binding.negotiateServiceCredential())),
                Map.entry("establishSecurityContext", String.valueOf(binding.establishSecurityContext())),
                Map.entry("algorithmSuite", binding.algorithmSuite().policyName()),
                Map.entry("algorithmSuiteKey", binding.algorithmSuite().configurationName()),
                Map.entry("expectedIdentity", expectedIdentity(service.identity(), certificate)),
                Map.entry("subject", certificate.getSubjectX500Principal().getName()),
                Map.entry("thumbprint", Thumbprint.of(certificate).toString()),
                Map.entry("validFrom", certificate.getNotBefore().toInstant().toString()),
                Map.entry("validTo", certificate.getNotAfter().toInstant().toString()));
    }

    private static String expectedIdentity(EndpointIdentity identity, X509Certificate certificate) {
        List<String> names = identity instanceof EndpointIdentity.Dns dns
                ? List.of(dns.name())
                : EndpointIdentity.Dns.names(certificate);
        return names.isEmpty()
                ? "message-security.identity.certificate-file=service.pem"
                : "message-security.identity.dns=" + names.get(0);
    }
}
