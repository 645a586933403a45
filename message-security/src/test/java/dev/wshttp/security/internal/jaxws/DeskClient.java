// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.EndpointIdentity;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.soap.AddressingFeature;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.StringReader;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;

/** A client of the RI with the feature, for what answers at a port of this machine. */
record DeskClient(TestPki pki, WsHttpBinding binding, int port) {
    private static final QName SERVICE = new QName("urn:test:desk", "DeskService");
    private static final QName PORT = new QName("urn:test:desk", "DeskPort");

    static DeskClient direct(TestPki pki, int port) {
        return new DeskClient(
                pki,
                WsHttpBinding.builder()
                        .negotiateServiceCredential(false)
                        .establishSecurityContext(false)
                        .build(),
                port);
    }

    Source call() {
        var service = Service.create(SERVICE);
        service.addPort(PORT, SOAPBinding.SOAP12HTTP_BINDING, "http://127.0.0.1:" + port + "/Desk");
        var dispatch = service.createDispatch(PORT, Source.class, Service.Mode.PAYLOAD, new WebServiceFeature[] {
            MessageSecurityFeature.forClient(
                    binding, new PkiCredentials(pki).client(), EndpointIdentity.dns("Contoso.com")),
            new AddressingFeature(true, true)
        });
        dispatch.getRequestContext().put("jakarta.xml.ws.soap.http.soapaction.use", true);
        dispatch.getRequestContext().put("jakarta.xml.ws.soap.http.soapaction.uri", "urn:test:desk/Desk/ask");
        dispatch.getRequestContext().put("com.sun.xml.ws.request.timeout", 20_000);
        return dispatch.invoke(new StreamSource(new StringReader("<ask xmlns='urn:test:desk'/>")));
    }
}
