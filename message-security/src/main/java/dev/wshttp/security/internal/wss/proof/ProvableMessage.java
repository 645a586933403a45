// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.proof;

import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.token.SecurityContextToken;
import dev.wshttp.security.internal.wss.Expectation;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import dev.wshttp.security.internal.wss.Verification;
import dev.wshttp.security.internal.xml.XmlElement;
import java.util.List;
import java.util.Optional;

/**
 * A received message on its way to a proof.
 *
 * @param prover the rules and algorithms of the binding
 * @param document the message as the engine holds it
 */
record ProvableMessage(Prover prover, ReceivedDocument document, ReceivedEnvelope envelope) implements ReceivedMessage {
    @Override
    public Addressing addressing() {
        return envelope.addressing();
    }

    @Override
    public boolean isSecured() {
        return envelope.securityHeader().isPresent();
    }

    @Override
    public List<SecurityContextToken> contexts() {
        return envelope.contextTokens();
    }

    @Override
    public Optional<XmlElement> content() {
        return envelope.body().onlyElement().map(content -> document.value(content, any -> true));
    }

    @Override
    public Optional<SoapFault> faultInClear() {
        return envelope.fault()
                .map(fault -> document.value(fault, ProvableMessage::isCodeOrReason))
                .flatMap(SoapFault::read);
    }

    private static boolean isCodeOrReason(ReceivedElement child) {
        return child.is(Namespaces.SOAP, "Code") || child.is(Namespaces.SOAP, "Reason");
    }

    @Override
    public Verification verification(Expectation expectation) {
        return new MessageProver(this, expectation);
    }
}
