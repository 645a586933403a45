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
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The page at the plain address, as WCF's service page: what the service is, how it is secured and how to call it. It shows what the
 * WSDL and the first messages show too, and nothing that is secret. It is made once for each certificate of the service. Safe for use by several threads.
 */
final class ServicePage {
    private static final String TEMPLATE = "service-page.html";
    private static final String STYLE = HtmlTemplate.resource("page.css") + HtmlTemplate.resource("service-page.css");
    private static final String SCRIPT = HtmlTemplate.resource("service-page.js");
    // Its own style sheet and its own script, which copies code, by their hashes; nothing else is applied, run, loaded
    // or sent.
    private static final String POLICY = "default-src 'none'; style-src '" + hash(STYLE) + "'; script-src '"
            + hash(SCRIPT)
            + "'; require-trusted-types-for 'script'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final String name;
    private final MessageSecurityFeature.Service service;
    private final MessageSecurityFeature security;
    private final HtmlTemplate template;
    private volatile Made made;

    /** The page of a certificate. */
    private record Made(X509Certificate certificate, String html) {}

    private ServicePage(
            String name,
            MessageSecurityFeature.Service service,
            MessageSecurityFeature security,
            HtmlTemplate template) {
        this.name = name;
        this.service = service;
        this.security = security;
        this.template = template;
        this.made = madeFor(service.credentials().serviceCertificate().certificate());
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
        return new ServicePage(name(type), service, security, template(security.binding(), described));
    }

    private Made madeFor(X509Certificate certificate) {
        return new Made(certificate, template.with(values(certificate)));
    }

    private String html() {
        X509Certificate certificate = service.own(security.clock().instant()).certificate();
        Made known = made;
        if (!known.certificate().equals(certificate)) {
            known = madeFor(certificate);
            made = known;
        }
        return known.html();
    }

    /** Answers with the page. The headers of the answer keep a browser from running or loading anything but what is the page's own. */
    void answer(HttpExchange exchange) throws IOException {
        exchange.setStatus(HttpURLConnection.HTTP_OK);
        exchange.addResponseHeader("Content-Type", "text/html; charset=utf-8");
        exchange.addResponseHeader("Content-Security-Policy", POLICY);
        exchange.addResponseHeader("X-Content-Type-Options", "nosniff");
        exchange.addResponseHeader("Referrer-Policy", "no-referrer");
        exchange.addResponseHeader("Cache-Control", "no-store");
        exchange.getResponseBody().write(html().getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
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
                .including("style", STYLE)
                .including("script", SCRIPT)
                .without(binding.negotiateServiceCredential() ? "no-negotiation" : "negotiation")
                .without(binding.establishSecurityContext() ? "no-session" : "session");
        return described.contains(Description.METADATA) ? template : template.without("metadata");
    }

    private Map<String, String> values(X509Certificate certificate) {
        WsHttpBinding binding = security.binding();
        return Map.ofEntries(
                Map.entry("name", name),
                Map.entry("address", security.address().orElseThrow().toString()),
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

    private static String expectedIdentity(Optional<EndpointIdentity> identity, X509Certificate certificate) {
        List<String> names = identity.filter(EndpointIdentity.Dns.class::isInstance)
                .map(EndpointIdentity.Dns.class::cast)
                .map(dns -> List.of(dns.name()))
                .orElseGet(() -> EndpointIdentity.Dns.names(certificate));
        return names.isEmpty()
                ? "message-security.identity.certificate-file=service.pem"
                : "message-security.identity.dns=" + names.get(0);
    }
}
