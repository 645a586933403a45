// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.jaxws;

import dev.wshttp.security.internal.soap.Namespaces;
import dev.wshttp.security.internal.soap.SoapFault;
import dev.wshttp.security.internal.soap.SoapFault.Subcode;
import dev.wshttp.security.internal.xml.XmlElement;
import dev.wshttp.security.internal.xml.XmlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.xml.namespace.QName;

/**
 * Changes the codes of faults. Those of a received fault become codes that SAAJ has: SOAP 1.2 (part 1, section 5.4.6) has five codes at top level; SAAJ refuses any other, and subcodes
 * without a namespace.
 *
 * <p>Interop: {@code new FaultCode("Mine")} of WCF's services is a code at top level. It becomes the first subcode of {@code Sender}, the code of WCF's faults
 * without one; the rest of the fault stays as it is. A code without a namespace gets that of SOAP, which WCF's own service gives it.
 */
final class FaultCodes {
    private static final Set<String> STANDARD =
            Set.of("Sender", "Receiver", "MustUnderstand", "VersionMismatch", "DataEncodingUnknown");

    private FaultCodes() {}

    /** Returns a fault with standard codes; the same if it has them already. */
    static XmlElement standard(XmlElement fault) {
        return withCode(fault, FaultCodes::standardCode);
    }

    /** Returns the fault with the code {@code Sender} alone. */
    static XmlElement blamingSender(XmlElement fault) {
        return withCode(
                fault, code -> code.withChildren(levels(code, List.of(new Subcode(Namespaces.SOAP, "Sender")))));
    }

    private static XmlElement withCode(XmlElement fault, UnaryOperator<XmlElement> change) {
        return fault.withChildren(fault.children().stream()
                .map(child -> child instanceof XmlElement code && code.is(Namespaces.SOAP, "Code")
                        ? change.apply(code)
                        : child)
                .toList());
    }

    private static XmlElement standardCode(XmlElement code) {
        List<Subcode> codes = SoapFault.codes(code);
        boolean isStandard = !codes.isEmpty()
                && codes.get(0).namespace().equals(Namespaces.SOAP)
                && STANDARD.contains(codes.get(0).localName());
        boolean isNamespaced = codes.stream().noneMatch(each -> each.namespace().isEmpty());
        if (isStandard && isNamespaced) {
            return code;
        }
        var wanted = new ArrayList<>(codes);
        if (!isStandard) {
            wanted.add(0, new Subcode(Namespaces.SOAP, "Sender"));
        }
        return code.withChildren(levels(code, wanted));
    }

    private static List<XmlNode> levels(XmlElement code, List<Subcode> codes) {
        var value = value(code, codes.get(0));
        return codes.size() == 1
                ? List.of(value)
                : List.of(
                        value,
                        new XmlElement(
                                name(code, "Subcode"),
                                code.scope(),
                                Map.of(),
                                levels(code, codes.subList(1, codes.size()))));
    }

    private static XmlElement value(XmlElement code, Subcode named) {
        String namespace = named.namespace().isEmpty() ? Namespaces.SOAP : named.namespace();
        var text = new XmlNode.Text("code:" + named.localName());
        return new XmlElement(
                name(code, "Value"), code.scope().with(Map.of("code", namespace)), Map.of(), List.of(text));
    }

    private static QName name(XmlElement code, String localName) {
        return new QName(Namespaces.SOAP, localName, code.name().getPrefix());
    }
}
