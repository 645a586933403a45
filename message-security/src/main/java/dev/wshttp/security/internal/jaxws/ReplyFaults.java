// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Message;
import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.xml.XmlElement;

/** Distinguishes faults that an operation threw on purpose from faults that the RI made of an unforeseen exception. */
final class ReplyFaults {
    private ReplyFaults() {}

    /**
     * Returns whether a fault is the RI's rendering of an unforeseen exception: it blames the receiver and has neither subcode nor detail, only
     * the text of the exception, which a caller must not see. An operation that wants its own fault to arrive gives it a subcode or a detail, or
     * blames the sender, as WCF's {@code FaultException} does.
     */
    static boolean isUnforeseen(Message fault) {
        XmlElement content = XmlElement.of(ApplicationContent.of(fault.copy()).body());
        return content.element(Namespaces.SOAP, "Detail").isEmpty()
                && SoapFault.read(content)
                        .filter(read -> read.code().equals("Receiver"))
                        .filter(read -> read.subcodes().isEmpty())
                        .isPresent();
    }
}
