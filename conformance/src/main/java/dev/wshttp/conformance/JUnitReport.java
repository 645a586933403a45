// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.conformance;

import dev.wshttp.security.UntrustedText;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The results in the XML that CI servers read: each case is a test, and fails if it does not fulfil a chosen profile. */
final class JUnitReport {
    private JUnitReport() {}

    /** @throws KitFailure if the file cannot be written */
    static void write(Run run, Set<Profile> profiles, Path file) {
        try (Writer out = Files.newBufferedWriter(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            write(run, run.problems(profiles), xml);
            xml.close();
        } catch (IOException noSpace) {
            throw ReportFiles.unwritable(file, noSpace);
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void write(Run run, Map<String, String> problems, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeStartElement("testsuite");
        xml.writeAttribute(
                "name",
                "conformance of " + run.probed().side().word() + " " + UntrustedText.printable(run.subject())
                        + ", mode " + run.probed().settings());
        xml.writeAttribute("tests", String.valueOf(run.results().size()));
        xml.writeAttribute("failures", String.valueOf(problems.size()));
        for (Result result : run.results()) {
            write(result, problems, xml);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static void write(Result result, Map<String, String> problems, XMLStreamWriter xml)
            throws XMLStreamException {
        xml.writeStartElement("testcase");
        xml.writeAttribute(
                "classname",
                "conformance." + result.tried().side().word() + "."
                        + result.tried().mode().word());
        xml.writeAttribute("name", result.tried().name());
        String problem = problems.get(result.tried().id());
        if (problem != null) {
            xml.writeStartElement("failure");
            xml.writeAttribute("message", problem);
            xml.writeCharacters(result.outcome().detail());
            xml.writeEndElement();
        }
        xml.writeEndElement();
    }
}
