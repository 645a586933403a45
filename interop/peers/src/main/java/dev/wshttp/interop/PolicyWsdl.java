// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.interop;

import static java.util.Objects.requireNonNull;

import dev.wshttp.calculator.CalculatorNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The WSDL of the contract with the policy that WCF publishes for a mode, attached where WCF attaches it: one policy to the binding,
 * one to every input and output. Immutable.
 *
 * @see <a href="http://specs.xmlsoap.org/ws/2005/07/securitypolicy/ws-securitypolicy.pdf">WS-SecurityPolicy, July 2005</a>
 */
public final class PolicyWsdl {
    private static final String REFERENCE =
            "<wsp:PolicyReference xmlns:wsp=\"http://schemas.xmlsoap.org/ws/2004/09/policy\" URI=\"#%s\"/>\n";
    private static final String LAST_ASSERTION = "<wsaw:UsingAddressing/>\n    </wsp:All>";

    private final String wsdl;

    private PolicyWsdl(String wsdl) {
        this.wsdl = wsdl;
    }

    /** WCF's policy for the mode, direct or session: peers serve no other. */
    public static PolicyWsdl of(Mode mode) {
        String policies = resource(mode.argument() + "-policy.xml") + resource("message-policy.xml");
        return withEndpointPolicy(policies)
                .replaced(
                        "<soap12:body use=\"literal\"/>",
                        REFERENCE.formatted("message") + "<soap12:body use=\"literal\"/>");
    }

    /** Policies of one's own, of which the one with the id {@code endpoint} is attached to the binding. */
    public static PolicyWsdl withEndpointPolicy(String policies) {
        return new PolicyWsdl(contract())
                .replaced("<wsdl:types>", policies + "<wsdl:types>")
                .replaced(
                        "<wsaw:UsingAddressing/>\n    <soap12:binding ",
                        REFERENCE.formatted("endpoint") + "<soap12:binding ");
    }

    /** With more assertions at the end of the endpoint's policy; WCF's own stay as they are. */
    public PolicyWsdl withAssertions(String assertions) {
        return replaced(LAST_ASSERTION, LAST_ASSERTION.replace("</wsp:All>", assertions + "</wsp:All>"));
    }

    /** With one text in the place of another. */
    public PolicyWsdl replaced(String text, String replacement) {
        if (!wsdl.contains(text)) {
            throw new IllegalArgumentException("There is no '" + text + "' in the WSDL: " + wsdl);
        }
        return new PolicyWsdl(wsdl.replace(text, replacement));
    }

    /** Writes it in the place of an earlier one. */
    public Path writeTo(Path file) {
        try {
            return Files.writeString(file, wsdl);
        } catch (IOException noSpace) {
            throw new UncheckedIOException(noSpace);
        }
    }

    @Override
    public String toString() {
        return wsdl;
    }

    private static String contract() {
        return read("/" + CalculatorNames.WSDL_LOCATION);
    }

    private static String resource(String name) {
        return read(name);
    }

    private static String read(String name) {
        try (InputStream resource = requireNonNull(PolicyWsdl.class.getResourceAsStream(name), name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
