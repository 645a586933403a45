// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.certs.TestPki;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.X509Credential;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;

/** A client of this project, with a new port, and so a new session, for each call. */
final class InThisProcess implements ProbedClient {
    /** What it prints if it believes a fault, before the reason of that. */
    static final String FAULT = "the service answered with a fault: ";

    private static final String CONTRACT = "http://Microsoft.ServiceModel.Samples";

    private final WsHttpBinding binding;
    private final ClientCredentials credentials;
    private final ProbedService described;
    private final Service service;

    InThisProcess(TestPki pki, Mode mode) {
        binding = WsHttpBinding.builder()
                .negotiateServiceCredential(mode.isNegotiated())
                .establishSecurityContext(mode.isSession())
                .build();
        credentials = ClientCredentials.of(
                        X509Credential.of(pki.client().key(), pki.client().chain()),
                        CertificateTrust.chain(List.of(pki.authorityCertificate())))
                .withServiceCertificate(pki.service().certificate());
        described = new ProbedService(pki, binding);
        try {
            service = Service.create(
                    URI.create(described.address() + "?wsdl").toURL(), new QName(CONTRACT, "CalculatorService"));
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public ClientRun run(String address) {
        try {
            String answer = call(address);
            return new ClientRun(0, answer, "115.99");
        } catch (SOAPFaultException fault) {
            return new ClientRun(1, FAULT + fault.getFault().getFaultString(), "115.99");
        } catch (WebServiceException refused) {
            return new ClientRun(1, String.valueOf(refused.getMessage()), "115.99");
        }
    }

    private String call(String address) {
        var feature = MessageSecurityFeature.forClient(binding, credentials, EndpointIdentity.dns("Contoso.com"));
        Dispatch<Source> port = service.createDispatch(
                new QName(CONTRACT, "CalculatorPort"), Source.class, Service.Mode.PAYLOAD, feature);
        Map<String, Object> context = port.getRequestContext();
        context.put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address);
        context.put(BindingProvider.SOAPACTION_USE_PROPERTY, true);
        context.put(BindingProvider.SOAPACTION_URI_PROPERTY, CONTRACT + "/ICalculator/Add");
        try (var closing = (Closeable) port) {
            Source sum = port.invoke(new StreamSource(
                    new StringReader("<Add xmlns='" + CONTRACT + "'><n1>100</n1><n2>15.99</n2></Add>")));
            var text = new StringWriter();
            TransformerFactory.newDefaultInstance().newTransformer().transform(sum, new StreamResult(text));
            return text.toString();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (TransformerException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        described.close();
    }
}
