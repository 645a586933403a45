// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.MessageSecurityFeature.Service;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.algorithm.AlgorithmSuite;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.security.credential.X509Credential;
import dev.wshttp.security.internal.jaxws.PkiCredentials;
import dev.wshttp.security.servlet.Container.Requests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicePageTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private static final URI ADDRESS = URI.create("http://localhost:8080/Calculator");
    private static final Set<Description> ALL = Set.of(Description.values());

    /** The page of a service in WCF's default mode. */
    private static MessageSecurityServlet page(TestPki pki, Set<Description> descriptions) {
        return made(
                service(pki, EndpointIdentity.certificate(pki.service().certificate())),
                WsHttpBinding.builder().build(),
                ADDRESS,
                descriptions);
    }

    @Test
    void tellsWhatTheCertificateIs() throws Exception {
        var certificate = PKI.service().certificate();

        assertThat(html(page(PKI, ALL)))
                .contains(
                        "CN=Contoso.com",
                        Thumbprint.of(certificate).hex(),
                        certificate.getNotBefore().toInstant().toString(),
                        certificate.getNotAfter().toInstant().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, has to have the service's certificate, each call stands for itself",
        "false, true,  has to have the service's certificate, a session is opened",
        "true,  true,  TLS handshake,                         a session is opened",
        "true,  false, TLS handshake,                         each call stands for itself"
    })
    void tellsTheModeInWordsAndInSettings(boolean negotiated, boolean session, String credential, String context)
            throws Exception {
        var binding = WsHttpBinding.builder()
                .negotiateServiceCredential(negotiated)
                .establishSecurityContext(session)
                .algorithmSuite(AlgorithmSuite.BASIC256_SHA256)
                .build();

        String html = html(made(service(PKI, EndpointIdentity.dns("Contoso.com")), binding, ADDRESS, ALL));

        assertThat(html)
                .contains(credential, context, "<code>Basic256Sha256</code>")
                .contains("negotiateServiceCredential=&quot;" + negotiated + "&quot;")
                .contains("establishSecurityContext=&quot;" + session + "&quot;");
        var settings = new Properties();
        settings.load(new StringReader(pre(html, 1)));
        assertThat(settings)
                .containsEntry("message-security.address", ADDRESS.toString())
                .containsEntry("message-security.negotiate-service-credential", String.valueOf(negotiated))
                .containsEntry("message-security.establish-security-context", String.valueOf(session))
                .containsEntry("message-security.algorithm-suite", "basic256sha256")
                .containsEntry("message-security.identity.dns", "Contoso.com");
        assertThat(settings.containsKey("message-security.service-certificate.file"))
                .isNotEqualTo(negotiated);
    }

    @Test
    void linksToTheMetadataOnlyWhereItIsPublished() throws Exception {
        assertThat(html(page(PKI, ALL))).contains("href=\"?wsdl\"", "href=\"?singleWsdl\"", "svcutil");
        assertThat(html(page(PKI, Set.of(Description.PAGE)))).doesNotContain("?wsdl", "?singleWsdl", "svcutil");
    }

    @Test
    void escapesWhatItIsGiven() throws Exception {
        var identity = EndpointIdentity.dns("<script>alert('&\"')</script>");

        String html = html(made(service(PKI, identity), WsHttpBinding.builder().build(), ADDRESS, ALL));

        assertThat(html)
                .doesNotContain("<script>alert")
                .contains("&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;");
    }

    @Test
    void expectsTheCertificateItselfWhereItHasNoName() throws Exception {
        var nameless = PKI.withExtensions("nameless", TestPki.Role.SERVICE, new X500Principal("O=Contoso"), List.of());
        var identity = EndpointIdentity.certificate(nameless.certificate());
        var own = X509Credential.of(nameless.key(), nameless.chain());
        var side = new Service(
                ServiceCredentials.of(own, CertificateTrust.chain(List.of(PKI.authorityCertificate()))),
                Optional.of(identity));

        assertThat(html(made(side, WsHttpBinding.builder().build(), ADDRESS, ALL)))
                .contains("message-security.identity.certificate-file=service.pem")
                .doesNotContain("identity.dns");
    }

    @Test
    void mayRunAndLoadNothingButWhatIsItsOwn() throws Exception {
        HttpResponse<String> answer = answer(page(PKI, ALL));

        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).matches("text/html; ?charset=utf-8");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'")
                .contains("style-src '" + hash(inside(answer.body(), "style")) + "'")
                .contains("script-src '" + hash(inside(answer.body(), "script")) + "'")
                .doesNotContain("unsafe", "*", "http");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.body()).doesNotContain(" src=", "http-equiv", "style=", "@import", "url(");
    }

    /** Returns what the only element of a name has. */
    private static String inside(String html, String element) {
        String[] parts = html.split("</?" + element + "[^>]*>", -1);
        assertThat(parts).hasSize(3);
        return parts[1];
    }

    private static String hash(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return "sha256-" + Base64.getEncoder().encodeToString(digest);
    }

    @Test
    void hasNoSecret() throws Exception {
        byte[] key = PKI.service().key().getEncoded();

        assertThat(html(page(PKI, ALL)))
                .doesNotContain(Base64.getEncoder().encodeToString(key).substring(0, 40))
                .doesNotContain("PRIVATE KEY", "dev.wshttp");
    }

    @Test
    void isWellFormed() throws Exception {
        String html = html(page(PKI, ALL)).replace("<!DOCTYPE html>", "").replace("\"utf-8\">", "\"utf-8\"/>");

        var root = DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();

        assertThat(root.getLocalName()).isEqualTo("html");
    }

    private static Service service(TestPki pki, EndpointIdentity identity) {
        return new Service(new PkiCredentials(pki).service(), Optional.of(identity));
    }

    private static String pre(String html, int position) {
        var found = Pattern.compile("<pre[^>]*>(.*?)</pre>", Pattern.DOTALL).matcher(html);
        for (int i = 0; i <= position; i++) {
            assertThat(found.find()).isTrue();
        }
        return found.group(1);
    }

    private static String html(MessageSecurityServlet page) throws IOException, InterruptedException {
        return answer(page).body();
    }

    private static MessageSecurityServlet made(
            Service side, WsHttpBinding binding, URI address, Set<Description> described) {
        var security = MessageSecurityFeature.forService(
                        binding, side.credentials(), side.identity().orElseThrow())
                .withAddress(address);
        return MessageSecurityServlet.builder(Scales.class, security)
                .describedBy(described)
                .build();
    }

    private static HttpResponse<String> answer(MessageSecurityServlet servlet)
            throws IOException, InterruptedException {
        try (var container = new Container().with(servlet, "/", Requests.ASYNCHRONOUS, "/Scales")) {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(container.uri("/Scales")).build(), BodyHandlers.ofString());
        }
    }
}
