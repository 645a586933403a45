// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.credential;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wshttp.certs.CertificateAuthority;
import dev.wshttp.security.LoopbackServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An HTTP server of an authority with revocation lists and an OCSP responder. Counts the requests. */
public final class RevocationServer implements AutoCloseable {
    private final HttpServer server = LoopbackServer.create();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();

    /** Starts a server on a free port. */
    public RevocationServer() {
        server.setExecutor(threads);
        server.start();
    }

    /** Returns the number of requests. */
    public int requests() {
        return requests.get();
    }

    /** Offers a list, and returns the extension that points to it. */
    public Extension offers(X509CRL list) throws CRLException {
        byte[] octets = list.getEncoded();
        return offers(octets);
    }

    Extension offers(byte[] octets) {
        server.createContext("/ca.crl", exchange -> answer(exchange, 200, octets));
        return listPoint();
    }

    /** Returns an extension that points to the list, which may be offered later. */
    public Extension listPoint() {
        return distributionPoint("/ca.crl");
    }

    /** Returns an extension that points to an address without a list. */
    Extension offersNoList() {
        return distributionPoint("/absent.crl");
    }

    /** Returns an extension that points to an address that accepts a request for a list and never answers. */
    Extension neverAnswers() {
        server.createContext("/slow.crl", exchange -> {
            requests.incrementAndGet();
            awaitClosing();
            exchange.close();
        });
        return distributionPoint("/slow.crl");
    }

    /** Answers for all certificates with a status, and returns the extension that points to the responder. */
    Extension responds(CertificateAuthority signer, CertificateStatus status, Instant from, Instant to) {
        server.createContext("/ocsp", exchange -> {
            try {
                answer(exchange, 200, response(request(exchange), signer, status, from, to));
            } catch (Exception malformed) {
                answer(exchange, 500, new byte[0]);
            }
        });
        return responder("/ocsp");
    }

    /** Returns an extension that points to an address without a responder. */
    Extension offersNoResponder() {
        return responder("/absent");
    }

    private Extension distributionPoint(String path) {
        var name = new DistributionPointName(new GeneralNames(uri(path)));
        var points = new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)});
        return create(Extension.cRLDistributionPoints, points);
    }

    private Extension responder(String path) {
        return create(
                Extension.authorityInfoAccess, new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, uri(path)));
    }

    private static Extension create(ASN1ObjectIdentifier type, ASN1Encodable value) {
        try {
            return Extension.create(type, false, value);
        } catch (IOException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private GeneralName uri(String path) {
        return new GeneralName(
                GeneralName.uniformResourceIdentifier,
                "http://localhost:" + server.getAddress().getPort() + path);
    }

    private void answer(HttpExchange exchange, int status, byte[] octets) throws IOException {
        requests.incrementAndGet();
        exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    // By POST, or in the path of a GET (RFC 6960, appendix A.1).
    private static OCSPReq request(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            return new OCSPReq(exchange.getRequestBody().readAllBytes());
        }
        String path = exchange.getRequestURI().getRawPath().substring("/ocsp/".length());
        return new OCSPReq(Base64.getDecoder().decode(URLDecoder.decode(path, StandardCharsets.UTF_8)));
    }

    private static byte[] response(
            OCSPReq request, CertificateAuthority signer, CertificateStatus status, Instant from, Instant to)
            throws Exception {
        X509Certificate certificate = signer.certificate();
        var holder = new JcaX509CertificateHolder(certificate);
        var builder = new BasicOCSPRespBuilder(new RespID(holder.getSubject()));
        for (var one : request.getRequestList()) {
            builder.addResponse(one.getCertID(), status, Date.from(from), Date.from(to), null);
        }
        var contentSigner = new JcaContentSignerBuilder("SHA256withRSA")
                .build(signer.credential().key());
        var answer =
                builder.build(contentSigner, List.of(holder).toArray(X509CertificateHolder[]::new), Date.from(from));
        return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, answer).getEncoded();
    }

    private void awaitClosing() {
        try {
            closed.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
