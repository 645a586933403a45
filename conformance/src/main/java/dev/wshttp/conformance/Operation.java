// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wshttp.security.captures.Elements;
import dev.wshttp.security.captures.Envelopes;
import dev.wshttp.security.internal.xml.XmlContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The operation that the kit calls: by default the first one of WCF's calculator.
 *
 * @param action of the request
 * @param body the content of the body of the request, or of the reply if the kit is the service
 * @param expected a text in the body of the right answer
 */
record Operation(String action, XmlContent body, String expected) {
    private static final String CONTRACT = "http://Microsoft.ServiceModel.Samples";

    /** What 100 and 15.99 are. */
    static final String SUM = "115.99";

    private static final String ACTION = CONTRACT + "/ICalculator/Add";

    /** Adds 100 and 15.99. */
    static final Operation ADD =
            new Operation(ACTION, content("<Add xmlns=\"" + CONTRACT + "\"><n1>100</n1><n2>15.99</n2></Add>"), SUM);

    /** The same for a service: the body is that of the reply. */
    static final Operation ADDED = new Operation(
            ACTION,
            content("<AddResponse xmlns=\"" + CONTRACT + "\"><AddResult>" + SUM + "</AddResult></AddResponse>"),
            SUM);

    /** @throws KitFailure if the file cannot be read, or is no element */
    static Operation of(String action, Path body, String expected) {
        try {
            return new Operation(action, content(Files.readString(body, UTF_8)), expected);
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new KitFailure(
                    ExitCode.CONFIGURATION,
                    "Cannot read the body of the operation from '" + body + "': " + unreadable.getMessage()
                            + " (expected one XML element in UTF-8, as it stands in the body of a request). Save the body of a request of your"
                            + " client before it is secured, and name that file with --body.",
                    unreadable);
        }
    }

    private static XmlContent content(String xml) {
        return Elements.value(Envelopes.parse(xml).getDocumentElement());
    }
}
