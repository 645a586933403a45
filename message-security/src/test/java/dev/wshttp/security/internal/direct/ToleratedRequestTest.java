// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.direct;

import static dev.wshttp.security.internal.soap.Namespaces.SECURITY;
import static dev.wshttp.security.internal.soap.Namespaces.UTILITY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.forgery.Changes;
import dev.wshttp.security.forgery.Forgery;
import dev.wshttp.security.internal.soap.Namespaces;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;

/**
 * Requests that differ from WCF's own in what the specifications leave open, beside those that were recorded
 * ({@code deviations/direct-requests.txt}): a WCF service takes them, and so does ours.
 */
@ParameterizedClass
@EnumSource(Call.Origin.class)
class ToleratedRequestTest {
    @RegisterExtension
    static final TestPki PKI = new TestPki();

    private final Call call;
    private final Forgery request;

    ToleratedRequestTest(Call.Origin origin) {
        this.call = origin.call(PKI);
        this.request = call.openedRequest();
    }

    @AfterEach
    void isAccepted() {
        var accepted = call.serviceAccepts(call.remade(request));

        assertThat(accepted.sender()).contains(call.client().certificate());
        assertThat(Serialized.of(accepted.envelope())).contains("<n1>100</n1>");
    }

    @Test
    void certificateBetweenTheSignatures() {
        Forgery.moveBefore(request.first("BinarySecurityToken"), request.endorsingSignature());
    }

    @Test
    void timestampDirectlyBeforeTheSignature() {
        Forgery.moveBefore(request.first("Timestamp"), request.primarySignature());
    }

    @Test
    void securityHeaderFirst() {
        Forgery.moveBefore(request.security(), request.first("Action"));
    }

    @Test
    void signedPartsInAnotherOrder() {
        Forgery.moveToEnd(Forgery.in(request.primarySignature(), "Reference"));
    }

    @Test
    void offsetUpTo64() {
        Forgery.in(request.signatureKey(), "Offset").setTextContent("64");
    }

    @Test
    void labelOfItsOwn() {
        Changes.derivation(request, request.signatureKey(), "Label", "another label");
    }

    @Test
    void noEncodingType() {
        request.all("*").forEach(element -> element.removeAttribute("EncodingType"));
    }

    @Test
    void timestampWithoutExpiry() {
        request.remove("Expires");
    }

    @Test
    void securityHeaderOfSomebodyElse() {
        Element other = request.create(SECURITY, "w:Security");
        other.setAttributeNS(Namespaces.SOAP, "s:role", "urn:an-intermediary");
        other.appendChild(request.create("urn:other", "x:Token"));
        request.header().appendChild(other);
    }

    @Test
    void idsOnTokenReferences() {
        int id = 0;
        for (Element reference : request.all("SecurityTokenReference")) {
            reference.setAttributeNS(UTILITY, "u:Id", "reference-" + id++);
        }
        assertThat(request.all("SecurityTokenReference"))
                .allMatch(reference -> !Elements.id(reference).isEmpty());
    }
}
