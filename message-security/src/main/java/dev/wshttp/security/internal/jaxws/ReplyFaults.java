// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import com.sun.xml.ws.api.message.Message;
import dev.wshttp.security.internal.soap.Elements;
import dev.wshttp.security.internal.soap.Namespaces;
import org.w3c.dom.Element;

/** Tells faults that an operation threw on purpose from those that the RI made of an unforeseen exception. */
final class ReplyFaults {
    private ReplyFaults() {}

    /**
     * Whether a fault is the RI's rendering of an unforeseen exception: it blames the receiver and has neither subcode nor detail, only the
     * exception's text, which is nobody's business. An operation that wants its own fault to arrive gives it a subcode or a detail, or
     * blames the sender, as WCF's {@code FaultException} does.
     */
    static boolean isUnforeseen(Message fault) {
        Element content = Elements.of(fault.copy()::writePayloadTo);
        Element code = Elements.child(content, Namespaces.SOAP, "Code");
        if (code == null || Elements.child(content, Namespaces.SOAP, "Detail") != null) {
            return false;
        }
        Element value = Elements.child(code, Namespaces.SOAP, "Value");
        return value != null
                && Elements.text(value).endsWith("Receiver")
                && Elements.child(code, Namespaces.SOAP, "Subcode") == null;
    }
}
