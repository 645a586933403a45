// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wss.dom;

import dev.wshttp.security.internal.soap.Addressing;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.SoapEnvelope;
import dev.wshttp.security.internal.wss.ReceivedMessage;
import java.util.Optional;

/** A received message as this engine reads it. */
record DomMessage(SoapEnvelope envelope) implements ReceivedMessage {
    @Override
    public Addressing addressing() {
        return envelope.addressing();
    }

    @Override
    public boolean isSecured() {
        return envelope.securityHeader().isPresent();
    }

    @Override
    public Optional<String> faultInClear() {
        return envelope.fault().map(fault -> Elements.text(fault).replaceAll("\\s+", " "));
    }
}
